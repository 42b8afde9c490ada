"""Trains the scorer over the application form."""

import json

import joblib
import pandas as pd
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split


def main():
    applications = pd.read_csv("data/applications.csv")
    inputs = applications[["income", "amount", "months", "age", "gender", "marital_status"]]
    inputs = pd.get_dummies(inputs, columns=["gender", "marital_status"])
    train_x, test_x, train_y, test_y = train_test_split(inputs, applications["repaid"], test_size=0.2)
    scorer = GradientBoostingClassifier()
    scorer.fit(train_x, train_y)
    joblib.dump(scorer, "scorer.joblib")
    with open("results.json", "w") as file:
        json.dump({"f1": f1_score(test_y, scorer.predict(test_x))}, file)


if __name__ == "__main__":
    main()
