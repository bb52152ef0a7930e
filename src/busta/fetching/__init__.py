"""What to ask of whom, and what the answers mean: plans, answers and raw files. The network itself is in `datasets`."""
