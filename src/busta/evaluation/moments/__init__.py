"""What a league looks like in numbers, theme by theme: the same functions measure the real NBA and an invented one."""
