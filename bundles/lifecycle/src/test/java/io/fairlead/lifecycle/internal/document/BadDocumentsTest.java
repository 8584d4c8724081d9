package io.fairlead.lifecycle.internal.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.api.lifecycle.Document;
import io.fairlead.api.lifecycle.DocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import io.fairlead.lifecycle.internal.NoInventory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What a user is told of each document in {@code bad/}: {@code NAME.yaml} or {@code NAME.json}, and the whole message in
 * {@code NAME.txt}. With {@code -Dgolden.record=true} the messages are written rather than compared: read the difference.
 */
class BadDocumentsTest {

    private static final Path BAD = Path.of("src/test/resources/io/fairlead/lifecycle/internal/document/bad");
    private static final boolean RECORD = Boolean.getBoolean("golden.record");

    private final DocumentReader reader = new DocumentReader();

    @TestFactory
    Stream<DynamicTest> eachIsToldOfWithAllItsFaults() throws IOException {
        return documents().stream().map(file -> DynamicTest.dynamicTest(name(file), () -> {
            Path expected = BAD.resolve(name(file) + ".txt");
            String message = message(file) + "\n";
            if (RECORD) {
                Files.writeString(expected, message);
            }
            assertThat(message).isEqualTo(Files.readString(expected));
        }));
    }

    @Test
    void thereAreTwoHundred() throws IOException {
        assertThat(documents()).hasSizeGreaterThanOrEqualTo(200);
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.list(BAD)) {
            return files.filter(file -> !file.toString().endsWith(".txt")).sorted().toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceFirst("\\.(yaml|json)$", "");
    }

    private String message(Path file) throws IOException {
        Document document = new Document("host" + file.toString().replaceFirst(".*(?=\\.)", ""),
                Files.readString(file));
        return catchThrowableOfType(DocumentException.class,
                () -> reader.read(document, Sections.all(), new NoInventory())).getMessage();
    }
}
