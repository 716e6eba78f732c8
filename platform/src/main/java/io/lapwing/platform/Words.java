package io.lapwing.platform;

import io.lapwing.crypto.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/// Constants as people write them: `NETWORK_SERVER` is `network-server`.
final class Words {
    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The constant that a word means.
    ///
    /// @param what is said by it: `role`
    /// @throws Fault `BAD_INPUT`, with the words there are
    static <E extends Enum<E>> E parse(String what, String word, Class<E> type) {
        List<E> all = List.copyOf(EnumSet.allOf(type));
        return all.stream()
                .filter(known -> of(known).equals(word))
                .findFirst()
                .orElseThrow(() -> Fault.badInput(what + " " + word + ": want " + choice(all)));
    }

    private static String choice(List<? extends Enum<?>> all) {
        String last = of(all.getLast());
        List<String> before = all.subList(0, all.size() - 1).stream().map(Words::of).toList();
        return String.join(", ", before) + " or " + last;
    }
}
