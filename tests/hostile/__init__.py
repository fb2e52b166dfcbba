"""Files built to do harm, or only broken: made on the spot by a generator, never kept."""
