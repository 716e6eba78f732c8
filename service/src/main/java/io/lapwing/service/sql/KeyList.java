package io.lapwing.service.sql;

import io.lapwing.crypto.Bytes;
import java.util.ArrayList;
import java.util.List;

/// Keys for one `IN (…)`. There are three lengths, so that three statements are prepared; the last key fills up.
///
/// @param keys as many as the statement has marks
record KeyList(List<Bytes> keys) {
    private static final int FEW = 8;
    private static final int MANY = 64;

    /// All of them, in lists of one length each.
    static List<KeyList> of(List<Bytes> keys) {
        List<KeyList> lists = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += MANY) {
            List<Bytes> some =
                    new ArrayList<>(keys.subList(from, Math.min(keys.size(), from + MANY)));
            int size = some.size() == 1 ? 1 : some.size() <= FEW ? FEW : MANY;
            while (some.size() < size) {
                some.add(some.getLast());
            }
            lists.add(new KeyList(some));
        }
        return lists;
    }

    int size() {
        return keys.size();
    }

    static String marks(int size) {
        return "(?" + ", ?".repeat(size - 1) + ")";
    }

    /// The kind, then the keys.
    Object[] parameters(String kind) {
        Object[] parameters = new Object[keys.size() + 1];
        parameters[0] = kind;
        for (int i = 0; i < keys.size(); i++) {
            parameters[i + 1] = keys.get(i).toArray();
        }
        return parameters;
    }
}
