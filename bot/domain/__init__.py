"""What an estimate is: values and arithmetic on the standard library alone, without I/O."""
