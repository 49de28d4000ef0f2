package io.github.binlogcapturer.server.config;

/** Tells every key of the YAML form. */
final class Reference {

    private Reference() {}

    static String text() {
        StringBuilder text =
                new StringBuilder("Values may hold ${env:NAME} and ${file:PATH}; $${ is the text ${ itself.\n");
        section(text, "", FileOptions.TOP);
        section(text, "source", FileOptions.SOURCE);
        section(text, "source.sql", FileOptions.SQL);
        section(text, "capture, and targets[].capture", CaptureOptions.TABLE);
        section(text, "targets[]", FileOptions.TARGET);
        section(text, "targets[].mysql", MySqlPlan.TABLE);
        section(text, "targets[].kafka", KafkaPlan.TABLE);
        section(text, "targets[].file", FilePlan.TABLE);
        section(text, "http", FileOptions.HTTP);
        section(text, "log", FileOptions.LOG);
        return text.toString();
    }

    private static void section(StringBuilder text, String title, OptionTable<?> table) {
        text.append('\n').append(title.isEmpty() ? "top level" : title).append('\n');
        for (Option<?, ?> option : table.options()) {
            text.append("  ")
                    .append(option.key())
                    .append(": ")
                    .append(option.meaning())
                    .append('\n');
            text.append("      ").append(option.kind().form());
            if (option.required()) {
                text.append("; required");
            } else if (!option.byDefault().isEmpty()) {
                text.append("; default ").append(option.byDefault());
            }
            text.append('\n');
        }
    }
}
