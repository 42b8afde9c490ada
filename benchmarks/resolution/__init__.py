"""How many ids of datasets, models and downloads rai-lint settles, and what stops the rest."""
