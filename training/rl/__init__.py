"""Pure tensor functions of reward modelling and PPO. Shapes: [b] batch, [k] answers, [t] tokens, [v] vocabulary."""
