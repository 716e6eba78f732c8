package io.lapwing.platform;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// One command line run in this process, with what it wrote.
final class Trial {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> environment = new HashMap<>();

    Trial with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Surroundings surroundings() {
        return surroundings("ada");
    }

    Surroundings surroundings(String user) {
        return new Surroundings(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                InputStream.nullInputStream(),
                environment,
                Path.of("/home/ada"),
                Path.of("/home/ada/work"),
                user);
    }

    int run(String... args) {
        return Shell.run(surroundings(), args);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
