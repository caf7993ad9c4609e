"""Fuzzing: whatever a file holds, the packages raise their own errors, in bounded time and memory."""
