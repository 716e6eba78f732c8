package io.lapwing.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.http.ErrorPages;
import io.lapwing.service.http.Handler;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.people.Principal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Renders pages: the template, what surrounds it, and the headers that keep it safe.
final class Pages {
    /// Nothing runs, loads or is sent anywhere but what this site itself serves (CSP Level 3).
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    private static final String HTML = "text/html; charset=utf-8";

    private final TemplateEngine engine;
    private final Assets assets;
    private final Visits visits;

    Pages(TemplateEngine engine, Assets assets, Visits visits) {
        this.engine = engine;
        this.assets = assets;
        this.visits = visits;
    }

    /// With the templates that were compiled into the jar.
    static Pages compiled(Assets assets, Visits visits) {
        TemplateEngine engine =
                TemplateEngine.createPrecompiled(
                        null, ContentType.Html, Pages.class.getClassLoader(), "io.lapwing.console");
        return new Pages(engine, assets, visits);
    }

    /// What surrounds a page of someone who is signed in.
    Frame frame(Request request, String title, String here) {
        String csrf = visits.of(request).map(Visits.Visit::csrf).map(MaskedToken::of).orElse("");
        return frame(request, title, here, Optional.of(request.principal()), csrf);
    }

    /// What surrounds a page of someone who is not.
    Frame open(Request request, String title) {
        return frame(request, title, "", Optional.empty(), "");
    }

    private Frame frame(
            Request request, String title, String here, Optional<Principal> who, String csrf) {
        String back = request.method().equals("GET") ? request.path() : "/";
        return new Frame(title, here, who, csrf, Cookies.theme(request), assets.base(), back);
    }

    Response page(Frame frame, String template, Object model) {
        return page(200, frame, template, model);
    }

    Response page(int status, Frame frame, String template, Object model) {
        StringOutput out = new StringOutput();
        engine.render(template + ".jte", Map.of("frame", frame, "model", model), out);
        byte[] octets = out.toString().getBytes(StandardCharsets.UTF_8);
        return Response.of(status, HTML, Bytes.of(octets))
                .with("Content-Security-Policy", POLICY)
                .with("Referrer-Policy", "same-origin")
                .with("Cross-Origin-Opener-Policy", "same-origin")
                .with("Vary", "HX-Request, Accept-Encoding");
    }

    /// A page for what went wrong before any other page was reached.
    Response trouble(Request request, ErrorPages.Trouble trouble) {
        String title =
                switch (trouble.status()) {
                    case 401 -> "Please sign in";
                    case 403 -> "You may not do this";
                    case 404 -> "There is nothing here";
                    case 405 -> "This is not done this way";
                    case 413 -> "That is too much";
                    case 429, 503 -> "Too much at once";
                    case 500 -> "Something is broken";
                    default -> trouble.title();
                };
        String detail =
                trouble.detail()
                        .or(() ->
                                trouble.id()
                                        .map(id ->
                                                "It is a defect of this program, and in its log as "
                                                        + id
                                                        + "."))
                        .orElse(trouble.title());
        return page(trouble.status(), open(request, title), "trouble", new Problem(title, detail));
    }

    /// A page with a form, or the form again with what is wrong, or what the deed answers.
    Response ask(Request request, String here, Ask ask) {
        return page(frame(request, ask.title(), here), "ask", ask);
    }

    /// Does what a form asks for, or shows the form again with why not.
    Response answered(Request request, String here, Ask ask, Form form, Supplier<Response> deed) {
        if (!ask.wrong(form).isEmpty()) {
            return again(request, here, ask.with(form, Optional.empty()), 400);
        }
        try {
            return deed.get();
        } catch (Fault fault) {
            return switch (fault.kind()) {
                case BAD_INPUT, CONFLICT, EXHAUSTED, UNAVAILABLE ->
                        again(request, here, ask.refused(form, fault), status(fault));
                case UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, TAMPERED, INTERNAL -> throw fault;
            };
        }
    }

    private Response again(Request request, String here, Ask ask, int status) {
        return page(status, frame(request, ask.title(), here), "ask", ask);
    }

    /// 303: what was posted is done, look here.
    static Response see(String path) {
        return Response.empty(303).with("Location", path);
    }

    /// Whether a script of the page asks for one part of it.
    static boolean partial(Request request, String target) {
        return request.header("HX-Target").filter(target::equals).isPresent()
                && request.header("HX-History-Restore-Request").isEmpty();
    }

    /// A handler of pages for people who are signed in: a fault becomes a page.
    Handler guarded(Handler handler) {
        return caught(handler, request -> frame(request, "Refused", ""));
    }

    /// A handler of pages for everyone.
    Handler guardedOpen(Handler handler) {
        return caught(handler, request -> open(request, "Refused"));
    }

    private Handler caught(Handler handler, Function<Request, Frame> frame) {
        return request -> {
            try {
                return Packing.of(request, handler.handle(request));
            } catch (Fault fault) {
                return Packing.of(
                        request,
                        page(status(fault), frame.apply(request), "problem", Problem.of(fault)));
            }
        };
    }

    /// A fault's status; what is unexpected stays the server's, which writes it down.
    static int status(Fault fault) {
        return switch (fault.kind()) {
            case BAD_INPUT -> 400;
            case UNAUTHENTICATED -> 401;
            case FORBIDDEN -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case EXHAUSTED -> 429;
            case UNAVAILABLE -> 503;
            case TAMPERED, INTERNAL -> throw fault;
        };
    }

    /// What a page says of a fault.
    record Problem(String title, String detail) {
        static Problem of(Fault fault) {
            String title =
                    switch (fault.kind()) {
                        case BAD_INPUT -> "That does not work";
                        case UNAUTHENTICATED -> "Please sign in";
                        case FORBIDDEN -> "You may not do this";
                        case NOT_FOUND -> "There is nothing here";
                        case CONFLICT -> "It has changed meanwhile";
                        case EXHAUSTED -> "Too much at once";
                        case UNAVAILABLE -> "Something does not answer";
                        case TAMPERED, INTERNAL -> "Something is broken";
                    };
            return new Problem(title, fault.getMessage());
        }
    }
}
