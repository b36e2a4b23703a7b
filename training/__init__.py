"""The trainer: reward models and PPO from people's rankings. Runs alone, without Django."""
