"""Measuring Redress beside yardsticks of the same machine and the same minute."""
