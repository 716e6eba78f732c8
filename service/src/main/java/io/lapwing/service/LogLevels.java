package io.lapwing.service;

import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Holds the loggers whose level is set: the JDK keeps loggers weakly and would forget them with their levels.
final class LogLevels {
    private static final ConcurrentHashMap<String, Logger> KEPT = new ConcurrentHashMap<>();

    private LogLevels() {}

    static void keep(String name, Level level) {
        KEPT.computeIfAbsent(name, Logger::getLogger).setLevel(level);
    }
}
