def report(trials, given, root):
    from collections import Counter
    found=[t for t in trials if t.found]
    print(len(found), len(trials))
    for t in trials:
        if not t.found: print('SURVIVOR', t.value.place, repr(t.value.text[:90]), '->', repr(t.text[:90]), '|', t.use)
    print(Counter(t.value.table for t in trials)); print(Counter(t.value.table for t in trials if not t.found))
    print(Counter(t.found.split(':')[0] if t.found.startswith('data') else t.found.split('/')[0] for t in found))
    return 0
