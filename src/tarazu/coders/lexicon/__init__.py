"""The lexicon coder: triggers from data, grammar by rule, and a small log-linear model that weighs both."""
