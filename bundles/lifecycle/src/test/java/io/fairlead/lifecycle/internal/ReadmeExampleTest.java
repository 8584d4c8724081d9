package io.fairlead.lifecycle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What embedders copy from the README is Java that compiles. */
class ReadmeExampleTest {

    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("public class ([A-Za-z]+)");

    @Test
    void theExampleCompiles(@TempDir Path directory) throws Exception {
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("../../README.md")));
        assertThat(example.find()).as("an example in Java").isTrue();
        Matcher name = CLASS.matcher(example.group(1));
        assertThat(name.find()).as("its public class").isTrue();
        Path source = Files.writeString(directory.resolve(name.group(1) + ".java"), example.group(1));

        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(said, null, null)) {
            compiler.getTask(null, files, said, List.of("-d", directory.toString(), "-proc:none", "-cp",
                    System.getProperty("java.class.path")), null, files.getJavaFileObjects(source)).call();
        }
        assertThat(said.getDiagnostics()).isEmpty();
    }
}
