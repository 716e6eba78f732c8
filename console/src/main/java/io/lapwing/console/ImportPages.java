package io.lapwing.console;

import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Permission;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The page that takes devices in: a file as it comes, or a few pasted rows.
final class ImportPages {
    static final String PATH = DevicePages.PATH + "/import";

    private final Pages pages;
    private final Posts posts;
    private final DeviceDesk desk;

    ImportPages(Pages pages, Posts posts, DeviceDesk desk) {
        this.pages = pages;
        this.posts = posts;
        this.desk = desk;
    }

    List<Route> routes() {
        Access take = Access.permitted(Permission.DEVICE_IMPORT);
        return List.of(
                Route.get(PATH, take, pages.guarded(request -> page(request, 200, Shown.BLANK))),
                Route.post(PATH, take, pages.guarded(this::take))
                        .streamed(DeviceDesk.IMPORT_LIMIT_BYTES));
    }

    /// The page as it is shown.
    ///
    /// @param pasted what was pasted
    /// @param problem why it was not taken
    record Shown(String pasted, Optional<String> problem) {
        static final Shown BLANK = new Shown("", Optional.empty());

        long limitBytes() {
            return DeviceDesk.IMPORT_LIMIT_BYTES;
        }
    }

    private Response page(Request request, int status, Shown shown) {
        Frame frame = pages.frame(request, "Import devices", DevicePages.PATH);
        return pages.page(status, frame, "import", shown);
    }

    private Response take(Request request) {
        String pasted = "";
        try {
            Multipart.Sent sent = posts.upload(request);
            pasted = sent.form().exact("content");
            String job = taken(request, sent, pasted);
            return Pages.see("/jobs/" + Words.encoded(job));
        } catch (IOException e) {
            return page(
                    request,
                    400,
                    new Shown(
                            "", Optional.of("It broke off and nothing was taken: send it again.")));
        } catch (Fault fault) {
            return switch (fault.kind()) {
                case BAD_INPUT, CONFLICT, EXHAUSTED, UNAVAILABLE ->
                        page(
                                request,
                                Pages.status(fault),
                                new Shown(pasted, Optional.of(fault.getMessage())));
                case UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, TAMPERED, INTERNAL -> throw fault;
            };
        }
    }

    private String taken(Request request, Multipart.Sent sent, String pasted) throws IOException {
        InputStream rows =
                sent.name().isPresent()
                        ? sent.content()
                        : new ByteArrayInputStream(pasted.getBytes(StandardCharsets.UTF_8));
        PushbackInputStream content = new PushbackInputStream(rows, 1);
        int first = content.read();
        if (first < 0) {
            throw Fault.badInput("nothing to import: choose a file, or paste rows");
        }
        content.unread(first);
        // JSON Lines begin with an object, CSV with the name of a column
        return desk.importFile(request.principal(), first == '{' ? "jsonl" : "csv", content);
    }
}
