package io.lapwing.vault.tpm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Asks a TPM what it is, can do and holds (Part 3, TPM2_GetCapability), before anything protects the answer: who alters
/// it makes it choose another of the ways that are both safe, or fail.
final class Capabilities {
    /// More commands or handles than any TPM has.
    private static final int MOST = 254;

    private static final int COMMAND_INDEX = 0xffff;

    private final CommandLink link;

    Capabilities(CommandLink link) {
        this.link = link;
    }

    TpmFacts facts() {
        Set<Integer> commands = commands();
        Set<KeyForm> forms = EnumSet.of(KeyForm.HMAC_SHA256);
        if (commands.contains(CommandCode.ENCRYPT_DECRYPT_2.code())) {
            forms.add(KeyForm.AES_256_CFB);
        }
        return new TpmFacts(
                letters(property(Tcg.PT_MANUFACTURER)),
                "%08x.%08x"
                        .formatted(
                                property(Tcg.PT_FIRMWARE_VERSION_1),
                                property(Tcg.PT_FIRMWARE_VERSION_2)),
                commands.contains(CommandCode.REWRAP.code()),
                forms);
    }

    int freeSlots() {
        return property(Tcg.PT_HR_TRANSIENT_AVAIL);
    }

    /// Handles of objects and sessions, from the first of a kind on.
    List<Integer> handles(int first) {
        return list(Tcg.CAP_HANDLES, first);
    }

    private Set<Integer> commands() {
        return Set.copyOf(
                list(Tcg.CAP_COMMANDS, 0).stream().map(code -> code & COMMAND_INDEX).toList());
    }

    /// TPML_HANDLE or TPML_CCA, asked for again from where an answer ends while there is more.
    private List<Integer> list(int capability, int first) {
        List<Integer> all = new ArrayList<>();
        boolean more = true;
        while (more && all.size() < MOST) {
            int from = all.isEmpty() ? first : (all.getLast() & following(capability)) + 1;
            more =
                    link.run(
                            ask(capability, from, MOST),
                            decoder -> {
                                boolean further = begin(decoder, capability);
                                int count = decoder.count(MOST);
                                for (int i = 0; i < count; i++) {
                                    all.add(decoder.u32());
                                }
                                return further && count > 0;
                            });
        }
        return all;
    }

    /// A command is asked for by its code without attributes, a handle by all of it.
    private static int following(int capability) {
        return capability == Tcg.CAP_COMMANDS ? COMMAND_INDEX : -1;
    }

    /// TPML_TAGGED_TPM_PROPERTY of one.
    private int property(int property) {
        return link.run(
                ask(Tcg.CAP_TPM_PROPERTIES, property, 1),
                decoder -> {
                    begin(decoder, Tcg.CAP_TPM_PROPERTIES);
                    if (decoder.count(MOST) != 1 || decoder.u32() != property) {
                        throw decoder.wrong("not property 0x%X: want it".formatted(property));
                    }
                    return decoder.u32();
                });
    }

    private static Command ask(int capability, int first, int count) {
        return Command.of(CommandCode.GET_CAPABILITY).u32(capability).u32(first).u32(count);
    }

    /// moreData, then which capability it is.
    private static boolean begin(Decoder decoder, int capability) {
        boolean more = decoder.u8() != 0;
        int answered = decoder.u32();
        if (answered != capability) {
            throw decoder.wrong("capability 0x%X: want 0x%X".formatted(answered, capability));
        }
        return more;
    }

    private static String letters(int four) {
        try (Encoder encoder = new Encoder()) {
            return new String(encoder.u32(four).toArray(), StandardCharsets.US_ASCII)
                    .replaceAll("[^A-Za-z0-9]", "");
        }
    }
}
