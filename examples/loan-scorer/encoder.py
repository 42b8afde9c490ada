"""Fine-tunes the encoder that reads the purpose of the loan."""

from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

ENCODER = "distilbert/distilbert-base-uncased"


def main():
    tokenizer = AutoTokenizer.from_pretrained(ENCODER)
    model = AutoModelForSequenceClassification.from_pretrained(ENCODER, num_labels=3)
    phrases = load_dataset("takala/financial_phrasebank", "sentences_allagree", split="train")
    phrases = phrases.map(lambda row: tokenizer(row["sentence"], truncation=True), batched=True)
    arguments = TrainingArguments(output_dir="encoder", num_train_epochs=2)
    trainer = Trainer(model=model, args=arguments, train_dataset=phrases, processing_class=tokenizer)
    trainer.train()
    model.push_to_hub("example-bank/loan-scorer")


if __name__ == "__main__":
    main()
