"""Scores one application."""

import joblib
import pandas as pd
import torch
from huggingface_hub import hf_hub_download


def load_scorer():
    return joblib.load(hf_hub_download("example-bank/loan-scorer", "scorer.joblib"))


def load_encoder():
    return torch.load("encoder/encoder.pt", weights_only=False)


def score(application):
    scorer = load_scorer()
    return float(scorer.predict_proba(pd.DataFrame([application]))[0, 1])
