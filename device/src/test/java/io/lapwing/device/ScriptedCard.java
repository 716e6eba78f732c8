package io.lapwing.device;

import io.lapwing.crypto.Bytes;

/// A card that says what it was told to, the last thing for ever.
final class ScriptedCard implements ApduChannel {
    private final String[] answers;
    private int next;

    ScriptedCard(String... answers) {
        this.answers = answers;
    }

    @Override
    public Bytes transmit(Bytes command) {
        String answer = answers[Math.min(next, answers.length - 1)];
        next++;
        return Bytes.hex(answer);
    }

    @Override
    public void close() {}
}
