"""The counter in a browser (柜台): what people see, decide and look up; it asks the office for everything."""
