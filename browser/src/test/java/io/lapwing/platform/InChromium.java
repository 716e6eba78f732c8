package io.lapwing.platform;

import io.lapwing.service.TemporaryFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands tests one Chromium, which is started for the first of them and ends after the last.
final class InChromium implements ParameterResolver {
    private static final Namespace HERE = Namespace.create(InChromium.class);

    /// The browser and the folder of its authority.
    private record Running(TemporaryFolder folder, Chromium chromium) implements AutoCloseable {
        static Running start() {
            TemporaryFolder folder = TemporaryFolder.of("lapwing-browser");
            Path authority = folder.path().resolve("authority");
            return new Running(folder, Chromium.launch(TestAuthority.in(authority)));
        }

        @Override
        public void close() {
            chromium.close();
            folder.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Chromium.class;
    }

    @Override
    public Chromium resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(HERE)
                .computeIfAbsent(Running.class, _ -> Running.start(), Running.class)
                .chromium();
    }
}
