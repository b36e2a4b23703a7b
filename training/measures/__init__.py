"""Pure measures of a reward model: what people said of held-out answers, held against its scores. numpy only."""
