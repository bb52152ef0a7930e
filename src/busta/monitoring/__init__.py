"""Are the data what they should be, and are they fresh."""
