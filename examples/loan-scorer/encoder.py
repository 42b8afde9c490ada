"""Fine-tunes the encoder that tells whether a text about a loan speaks of a purpose."""

from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

ENCODER = "distilbert/distilbert-base-uncased"


def main():
    tokenizer = AutoTokenizer.from_pretrained(ENCODER)
    model = AutoModelForSequenceClassification.from_pretrained(ENCODER, num_labels=3)
    pairs = load_dataset("facebook/anli", split="train_r3")
    pairs = pairs.map(lambda row: tokenizer(row["premise"], row["hypothesis"]), batched=True)
    arguments = TrainingArguments(output_dir="encoder", num_train_epochs=2)
    trainer = Trainer(model=model, args=arguments, train_dataset=pairs, processing_class=tokenizer)
    trainer.train()
    model.push_to_hub("example-bank/loan-scorer")


if __name__ == "__main__":
    main()
