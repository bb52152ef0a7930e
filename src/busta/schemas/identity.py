"""How the sentence begins that says what data something was made from."""

FABRICATED = "DATA: FABRICATED"
REAL = "DATA: real NBA data"
