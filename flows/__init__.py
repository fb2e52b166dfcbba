"""The order of work: Prefect batches, sweeps and schedules over the office's use-cases."""
