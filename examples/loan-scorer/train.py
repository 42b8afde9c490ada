"""Trains the scorer: an encoder for the purpose of the loan, and a classifier over the form."""

import json

import joblib
import pandas as pd
from datasets import load_dataset
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

ENCODER = "distilbert/distilbert-base-uncased"


def train_encoder():
    tokenizer = AutoTokenizer.from_pretrained(ENCODER)
    model = AutoModelForSequenceClassification.from_pretrained(ENCODER, num_labels=3)
    phrases = load_dataset("takala/financial_phrasebank", "sentences_allagree", split="train")
    phrases = phrases.map(lambda row: tokenizer(row["sentence"], truncation=True), batched=True)
    arguments = TrainingArguments(output_dir="encoder", num_train_epochs=2)
    trainer = Trainer(model=model, args=arguments, train_dataset=phrases, processing_class=tokenizer)
    trainer.train()
    model.push_to_hub("example-bank/loan-scorer")


def train_scorer():
    applications = pd.read_csv("data/applications.csv")
    inputs = applications[["income", "amount", "months", "age", "gender", "marital_status"]]
    inputs = inputs.assign(gender=applications["gender"] == "f")
    inputs = pd.get_dummies(inputs, columns=["marital_status"])
    train_x, test_x, train_y, test_y = train_test_split(inputs, applications["repaid"], test_size=0.2)
    scorer = GradientBoostingClassifier()
    scorer.fit(train_x, train_y)
    joblib.dump(scorer, "scorer.joblib")
    with open("results.json", "w") as file:
        json.dump({"f1": f1_score(test_y, scorer.predict(test_x))}, file)


if __name__ == "__main__":
    train_encoder()
    train_scorer()
