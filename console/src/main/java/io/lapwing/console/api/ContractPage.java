package io.lapwing.console.api;

import java.util.List;

/// The API's description as a page: no script, no style, readable as it is.
final class ContractPage {
    private ContractPage() {}

    static String of(Contract contract) {
        StringBuilder page = new StringBuilder();
        page.append("<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">");
        page.append("<meta name=\"viewport\" content=\"width=device-width\"><title>");
        page.append(escaped(contract.title())).append("</title></head>\n<body>\n<main>\n<h1>");
        page.append(escaped(contract.title())).append("</h1>\n<p>");
        page.append(escaped(contract.description()).replace("\n\n", "</p>\n<p>"));
        page.append("</p>\n<p><a href=\"openapi.json\">OpenAPI 3.1</a></p>\n");
        List<String> tags =
                contract.operations().stream().map(Contract.Described::tag).distinct().toList();
        for (String tag : tags) {
            page.append("<h2>").append(escaped(tag)).append("</h2>\n<dl>\n");
            contract.operations().stream()
                    .filter(operation -> operation.tag().equals(tag))
                    .forEach(operation -> entry(page, operation));
            page.append("</dl>\n");
        }
        return page.append("</main>\n</body>\n</html>\n").toString();
    }

    private static void entry(StringBuilder page, Contract.Described operation) {
        page.append("<dt><code>").append(operation.method()).append(' ');
        page.append(escaped(operation.path())).append("</code></dt>\n<dd>");
        page.append(escaped(operation.summary())).append(" Permission: <code>");
        page.append(escaped(operation.permission())).append("</code>.");
        if (!operation.parameters().isEmpty()) {
            page.append(" Parameters: ").append(codes(operation.parameters())).append('.');
        }
        page.append(" Answers: ").append(codes(operation.statuses())).append(".</dd>\n");
    }

    private static String codes(List<String> words) {
        return String.join(
                ", ", words.stream().map(word -> "<code>" + escaped(word) + "</code>").toList());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
