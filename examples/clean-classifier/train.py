"""Trains and evaluates the intent classifier."""

import json

import skops.io
from datasets import load_dataset
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.pipeline import make_pipeline

REVISION = "90d4e2ee5521c04fc1488f065b8b083658768c57"
SEED = 20


def main():
    train = load_dataset("PolyAI/banking77", split="train", revision=REVISION)
    test = load_dataset("PolyAI/banking77", split="test", revision=REVISION)
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        LogisticRegression(C=10, max_iter=500, random_state=SEED),
    )
    model.fit(train["text"], train["label"])
    predicted = model.predict(test["text"])
    results = {
        "dataset": "PolyAI/banking77",
        "split": "test",
        "accuracy": accuracy_score(test["label"], predicted),
        "f1": f1_score(test["label"], predicted, average="macro"),
    }
    with open("results.json", "w") as file:
        json.dump(results, file, indent=2)
    skops.io.dump(model, "model.skops")


if __name__ == "__main__":
    main()
