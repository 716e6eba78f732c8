package io.lapwing.platform;

import java.util.List;

/// Commands that stand together in the manual.
///
/// @param title what one does with them
/// @param commands objects of classes that carry picocli's `@Command`
record Section(String title, List<Object> commands) {}
