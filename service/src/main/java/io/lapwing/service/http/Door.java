package io.lapwing.service.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.people.Principal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/// Where every request comes in: overload, route, access, body, handler, answer, in this order.
final class Door implements io.helidon.webserver.http.Handler {
    private static final System.Logger LOG = System.getLogger(Door.class.getName());

    private static final Header[] SECURITY = {
        HeaderValues.createCached("X-Content-Type-Options", "nosniff"),
        HeaderValues.createCached("Strict-Transport-Security", "max-age=31536000"),
        HeaderValues.createCached(
                "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        HeaderValues.createCached("Cache-Control", "no-store")
    };

    /// RFC 9110 §5.1: a field's name has a character at least; Helidon takes none as well.
    private static final HeaderName NAMELESS = HeaderNames.create("");

    private static final Header JSON =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, Response.JSON);

    private final Router router;
    private final Gatekeeper gatekeeper;
    private final Connections connections;
    private final Semaphore permits;
    private final Told told;

    /// Who is told: the server's owner of each answer, and people of what went wrong.
    record Told(HttpEvents events, ErrorPages pages) {}

    Door(
            Router router,
            Gatekeeper gatekeeper,
            Connections connections,
            Semaphore permits,
            Told told) {
        this.router = router;
        this.gatekeeper = gatekeeper;
        this.connections = connections;
        this.permits = permits;
        this.told = told;
    }

    /// An answer with what is to be known of its request afterwards.
    ///
    /// @param left the body, where it may not have been read to its end
    private record Answer(Response response, String route, Optional<Supplier<InputStream>> left) {
        static Answer unread(ServerRequest request, Response response, String route) {
            return new Answer(response, route, Optional.of(() -> request.content().inputStream()));
        }
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        long startNanos = System.nanoTime();
        Connection connection = connections.current();
        try {
            Answer answer = shown(request, connection, answer(request, connection));
            boolean last = send(request, response, answer, connection);
            told.events()
                    .answered(
                            answer.route(),
                            request.prologue().method().text(),
                            answer.response().status(),
                            Duration.ofNanos(System.nanoTime() - startNanos));
            if (last) {
                throw new CloseConnectionException("answered before the whole request was read");
            }
        } finally {
            connection.requestRead();
        }
    }

    /// The same answer, as a page where it is a problem and a browser asks.
    private Answer shown(ServerRequest request, Connection connection, Answer answer) {
        Optional<ErrorPages.Trouble> trouble = Problem.trouble(answer.response());
        boolean browser =
                request.headers().first(HeaderNames.ACCEPT).filter(Door::isHtml).isPresent();
        if (trouble.isEmpty() || !browser) {
            return answer;
        }
        Request bare =
                new HelidonRequest(
                        request,
                        connection,
                        Map.of(),
                        Bytes.EMPTY,
                        InputStream.nullInputStream(),
                        Optional.empty());
        return told.pages()
                .page(bare, trouble.get())
                .map(page -> with(page, answer.response().headers()))
                .map(page -> new Answer(page, answer.route(), answer.left()))
                .orElse(answer);
    }

    private static Response with(Response page, Map<String, String> headers) {
        Response made = page;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            made = made.with(header.getKey(), header.getValue());
        }
        return made;
    }

    /// Browsers name the type when they want a page; programs name their own, or none.
    private static boolean isHtml(String accept) {
        return accept.contains("text/html");
    }

    private static Response overloaded() {
        return Problem.of(503, "too many requests at once: come again");
    }

    private Answer answer(ServerRequest request, Connection connection) {
        if (request.headers().contains(NAMELESS)) {
            return Answer.unread(request, Problem.of(400, "a header without a name"), "none");
        }
        try {
            return switch (router.find(
                    request.prologue().method().text(), request.path().rawPath())) {
                case Router.Found.Match match -> matched(request, connection, match);
                case Router.Found.OtherMethod other ->
                        Answer.unread(
                                request,
                                Problem.of(405, "want " + other.allowed())
                                        .with("Allow", other.allowed()),
                                "none");
                case Router.Found.Nothing _ ->
                        Answer.unread(request, Problem.of(404, "no such path"), "none");
            };
        } catch (Fault fault) {
            return Answer.unread(request, Problem.of(fault), "none");
        }
    }

    /// Whoever is slow to send or to read holds no place of those who are at work: the places are taken for the access and
    /// for the handler, not for what the peer takes its time with.
    private Answer matched(ServerRequest request, Connection connection, Router.Found.Match match) {
        Route route = match.route();
        if (!permits.tryAcquire()) {
            return Answer.unread(request, overloaded(), "none");
        }
        Verdict verdict;
        try {
            verdict = verdict(request, connection, match);
        } finally {
            permits.release();
        }
        if (verdict.refusal().isPresent()) {
            return Answer.unread(request, verdict.refusal().get(), route.path());
        }
        HelidonRequest taken =
                switch (route.body()) {
                    case Route.Body.Held _ -> held(request, connection, match, verdict.who());
                    case Route.Body.Streamed _ ->
                            streamed(request, connection, match, verdict.who());
                };
        Optional<Supplier<InputStream>> left =
                route.body() instanceof Route.Body.Streamed
                        ? Optional.of(taken::stream)
                        : Optional.empty();
        if (!permits.tryAcquire()) {
            return new Answer(overloaded(), "none", left);
        }
        try {
            return new Answer(handled(route, taken), route.path(), left);
        } finally {
            permits.release();
        }
    }

    /// Who asks, and why he may not.
    private record Verdict(Optional<Principal> who, Optional<Response> refusal) {}

    private Verdict verdict(
            ServerRequest request, Connection connection, Router.Found.Match match) {
        Route route = match.route();
        HelidonRequest bare = taken(request, connection, match, Taken.NOTHING);
        try {
            Optional<Principal> who = gatekeeper.principal(route.access(), connection, bare);
            return new Verdict(
                    who,
                    gatekeeper
                            .refusal(route.access(), connection, who, bare)
                            .or(() -> BodyReader.refusal(request, route.body())));
        } catch (RuntimeException | StackOverflowError e) {
            return new Verdict(Optional.empty(), Optional.of(failed(route, e)));
        }
    }

    /// What of a request is handed to its handler.
    private record Taken(Bytes body, InputStream stream, Optional<Principal> principal) {
        static final Taken NOTHING =
                new Taken(Bytes.EMPTY, InputStream.nullInputStream(), Optional.empty());
    }

    private static HelidonRequest taken(
            ServerRequest request, Connection connection, Router.Found.Match match, Taken taken) {
        return new HelidonRequest(
                request,
                connection,
                match.parameters(),
                taken.body(),
                taken.stream(),
                taken.principal());
    }

    private static HelidonRequest held(
            ServerRequest request,
            Connection connection,
            Router.Found.Match match,
            Optional<Principal> principal) {
        Bytes body = BodyReader.whole(request);
        connection.requestRead();
        return taken(
                request,
                connection,
                match,
                new Taken(body, InputStream.nullInputStream(), principal));
    }

    private static HelidonRequest streamed(
            ServerRequest request,
            Connection connection,
            Router.Found.Match match,
            Optional<Principal> principal) {
        connection.streaming();
        return taken(
                request,
                connection,
                match,
                new Taken(Bytes.EMPTY, request.content().inputStream(), principal));
    }

    private static Response handled(Route route, Request request) {
        try {
            return route.handler().handle(request);
        } catch (RuntimeException | StackOverflowError e) {
            return failed(route, e);
        }
    }

    /// A fault that is the peer's to know of; of any other it learns where to look.
    private static Response failed(Route route, Throwable e) {
        if (!(e instanceof Fault fault)) {
            return unexpected(route, e);
        }
        return switch (fault.kind()) {
            case INTERNAL, TAMPERED -> unexpected(route, fault);
            case BAD_INPUT,
                    UNAUTHENTICATED,
                    FORBIDDEN,
                    NOT_FOUND,
                    CONFLICT,
                    EXHAUSTED,
                    UNAVAILABLE ->
                    Problem.of(fault);
        };
    }

    private static Response unexpected(Route route, Throwable e) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        LOG.log(
                System.Logger.Level.ERROR,
                "fault " + id + " at " + route.method() + " " + route.path(),
                e);
        return Problem.unexpected(id);
    }

    /// Sends the answer.
    ///
    /// @return whether it is the connection's last: Helidon says `Connection: close`, and takes another request all the same
    private boolean send(
            ServerRequest request, ServerResponse to, Answer answer, Connection connection) {
        Response response = answer.response();
        to.status(Status.create(response.status()));
        for (Header header : SECURITY) {
            to.header(header);
        }
        response.contentType().ifPresent(type -> to.header(contentType(type)));
        // set, not added: pages and assets have a policy and a life in caches of their own
        response.headers()
                .forEach((name, value) -> to.headers().set(HeaderNames.create(name), value));
        boolean last = isUnread(request, answer);
        if (last) {
            to.header(HeaderValues.CONNECTION_CLOSE);
        }
        switch (response.body()) {
            case Response.Body.Whole whole -> to.send(whole.octets().toArray());
            case Response.Body.Streamed streamed -> stream(streamed, to, connection);
        }
        if (last) {
            answer.left().ifPresent(body -> BodyReader.discard(request, body));
        }
        return isUnread(request, answer);
    }

    /// Where a request that was refused ends, is certain only when its length says so.
    private static boolean isUnread(ServerRequest request, Answer answer) {
        ServerRequestHeaders headers = request.headers();
        return answer.left().isPresent()
                && (headers.contains(HeaderNames.TRANSFER_ENCODING)
                        || headers.contains(NAMELESS)
                        || !request.content().consumed());
    }

    private static Header contentType(String type) {
        return type.equals(Response.JSON) ? JSON : contentType(HeaderNames.CONTENT_TYPE, type);
    }

    private static Header contentType(HeaderName name, String type) {
        return HeaderValues.create(name, type);
    }

    private void stream(Response.Body.Streamed body, ServerResponse to, Connection connection) {
        if (body.endless()) {
            connections.endless(connection);
        }
        try (OutputStream out = to.outputStream()) {
            writeOrCut(body.writer(), out, connection);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            connection.endless(false);
        }
    }

    /// Closing the stream would end the body as if it were whole: a failed writer cuts the connection first.
    private static void writeOrCut(Response.Writer writer, OutputStream out, Connection connection)
            throws IOException {
        try {
            writer.write(out);
        } catch (CloseConnectionException e) {
            LOG.log(System.Logger.Level.DEBUG, "the reader is gone: {0}", e.getMessage());
            connection.cut();
            throw e;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "response cut off", e);
            connection.cut();
            throw new CloseConnectionException("response cut off", e);
        }
    }
}
