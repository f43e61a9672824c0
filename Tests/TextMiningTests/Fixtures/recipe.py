"""Makes texts.json from abstracts.csv: what scikit-learn and snowballstemmer say of the project's own abstracts."""
import csv, itertools, json, os, re, sys
import numpy as np
import snowballstemmer
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

here = os.path.dirname(os.path.abspath(__file__))
texts = [row["abstract"] for row in csv.DictReader(open(os.path.join(here, "abstracts.csv"), encoding="utf-8"))]
counter = CountVectorizer(token_pattern="[a-z]{2,}")
counts = counter.fit_transform(texts)
names = counter.get_feature_names_out().tolist()
plain = TfidfTransformer().fit_transform(counts)
sublinear = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
errors = {k: float(NMF(k, init="nndsvda", max_iter=200).fit(plain).reconstruction_err_) for k in (2, 3, 4)}

stems = ["nation", "relat", "happ", "fl", "appl", "hop", "hopp", "controll", "agre", "generat", "communic", "organiz",
         "univers", "pass", "past", "lat", "inter", "sk", "bias", "cr", "enjoy", "us", "connect", "defin", "sensibil",
         "rational", "vari", "emerg", "astonish", "y", "syzyg", "succe", "proce", "exce", "bl", "ebb", "add", "egg", "er",
         "off", "tatt", "geolog", "mytholog", "wise", "warm", "bland", "hum", "out", "even", "inn", "herr", "d", "l", "v"]
suffixes = ["", "s", "es", "ies", "ied", "y", "yly", "ed", "edly", "ing", "ingly", "eed", "eedly", "e", "er", "ers", "est",
            "al", "ally", "ality", "alism", "alize", "ational", "ation", "ator", "ive", "iveness", "ivity", "able", "ably",
            "ibility", "ible", "ful", "fulness", "fully", "less", "lessly", "ness", "ous", "ously", "ousness", "ment",
            "ement", "ent", "ently", "ant", "ance", "ancy", "ence", "ency", "ism", "ist", "ize", "ization", "izer", "icate",
            "icity", "ical", "ative", "ion", "ions", "ll", "ogy", "ogist", "ly", "li", "'s", "'", "'s'"]
words = sorted({a + b for a, b in itertools.product(stems, suffixes)} | set(re.findall("[a-z']+", " ".join(texts).lower())))
words = words[::3] + ["skis", "skies", "idly", "gently", "ugly", "early", "only", "singly", "news", "atlas", "cosmos",
                      "'tis", "dying", "lying", "vying", "inning", "outing", "canning", "evening", "proceed", "exceed",
                      "succeed", "proceeding", "saying", "by", "say", "youth", "toy", "past", "paste", "pasted"]
stemmer = snowballstemmer.stemmer("english")
json.dump(
    dict(
        names=names, counts=counts.toarray().astype(int).tolist(), plain=plain.toarray().ravel().tolist(),
        sublinear=sublinear.toarray().ravel().tolist(), errors={str(k): v for k, v in errors.items()},
        stems={w: stemmer.stemWord(w) for w in words}),
    open(sys.argv[1], "w"))
