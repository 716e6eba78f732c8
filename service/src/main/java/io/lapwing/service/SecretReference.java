package io.lapwing.service;

import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/// Where a secret lies: `file:/path` or `env:NAME`. A configuration holds this, never the secret.
public sealed interface SecretReference {
    /// The longest secret in a file.
    int LIMIT_BYTES = 64 * 1024;

    /// A file that its owner alone may read.
    record InFile(Path path) implements SecretReference {}

    /// A variable of the environment.
    record InEnvironment(String name) implements SecretReference {}

    /// Reads `file:/path` or `env:NAME`; refuses anything else without showing it.
    static SecretReference parse(String reference) {
        if (reference.startsWith("file:/")) {
            return new InFile(Path.of(reference.substring("file:".length())));
        }
        if (reference.matches("env:[A-Za-z_][A-Za-z0-9_]*")) {
            return new InEnvironment(reference.substring("env:".length()));
        }
        throw Fault.badInput("no reference to a secret: want file:/path or env:NAME");
    }

    /// The secret, without one line end after it.
    ///
    /// @param environment what the process was given: `System.getenv()`
    /// @throws Fault `BAD_INPUT` when there is none, or when others may read the file
    default Secret read(Map<String, String> environment) {
        return switch (this) {
            case InFile file -> readFile(file.path());
            case InEnvironment variable -> readVariable(variable.name(), environment);
        };
    }

    private static Secret readVariable(String name, Map<String, String> environment) {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            throw Fault.badInput("env:" + name + " is not set: want the secret there");
        }
        return Secret.take(value.getBytes(StandardCharsets.UTF_8));
    }

    private static Secret readFile(Path path) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            if (permissions.contains(PosixFilePermission.GROUP_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_READ)) {
                throw Fault.badInput(path + " can be read by others: want mode 0600");
            }
            long length = Files.size(path);
            if (length == 0 || length > LIMIT_BYTES) {
                throw Fault.badInput(path + " has " + length + " bytes: want 1 to " + LIMIT_BYTES);
            }
            return withoutLineEnd(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new Fault(Fault.Kind.BAD_INPUT, path + " cannot be read: want a secret there", e);
        }
    }

    private static Secret withoutLineEnd(byte[] octets) {
        if (octets[octets.length - 1] != '\n') {
            return Secret.take(octets);
        }
        byte[] shorter = Arrays.copyOf(octets, octets.length - 1);
        Arrays.fill(octets, (byte) 0);
        return Secret.take(shorter);
    }
}
