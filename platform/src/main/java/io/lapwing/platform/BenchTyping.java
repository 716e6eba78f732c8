package io.lapwing.platform;

import io.lapwing.service.http.LoadConnection;
import java.io.IOException;
import java.util.Random;

/// Someone who types into the console's search, letter by letter, without a pause: each letter asks for the list anew, as
/// the page's script does. For one thread.
final class BenchTyping implements BenchLoad.Work {
    private final BenchCaller caller;
    private final int devices;
    private final Typed typed;
    private final BenchAsk answers = new BenchAsk(_ -> new byte[0], 200, 0);
    private final Random random = new Random(1);
    private String word = "";
    private int letters;

    /// What is typed.
    enum Typed {
        DEV_EUI,
        OWNER,
        LABEL;

        String word(int device) {
            return switch (this) {
                case DEV_EUI -> BenchFleet.devEuiOf(device).toString();
                case OWNER -> BenchFleet.owner(device);
                case LABEL -> "site=" + BenchFleet.site(device);
            };
        }
    }

    /// @param devices how many a described fleet has, of which one after another is searched
    BenchTyping(BenchCaller caller, int devices, Typed typed) {
        this.caller = caller;
        this.devices = devices;
        this.typed = typed;
    }

    @Override
    public byte[] next() {
        if (letters == word.length()) {
            word = typed.word(random.nextInt(devices));
            letters = 0;
        }
        letters++;
        String soFar = BenchVisitor.encoded(word.substring(0, letters));
        return caller.list("/devices?q=" + soFar + "&state=&owner=");
    }

    @Override
    public int ask(LoadConnection connection, byte[] next) throws IOException {
        return connection.exchange(next);
    }

    @Override
    public void answered(int status, byte[] answer) {
        answers.answered(status, answer);
    }
}
