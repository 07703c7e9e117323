"""What a turn means after those before it: a state that turns change."""
