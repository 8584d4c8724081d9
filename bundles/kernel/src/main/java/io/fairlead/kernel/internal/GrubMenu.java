package io.fairlead.kernel.internal;

import io.fairlead.kernel.internal.GrubScript.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The menu of a generated grub.cfg, and what it says is to be booted.
 *
 * @param items entries and menus, in order
 * @param defaultChoice what {@code default} is set to, unless {@code next_entry} is: an index, title or id, with
 *            {@code >} between a menu and what is in it; may be a variable
 * @param knowsOnce whether it heeds {@code next_entry} (grub-reboot)
 * @param clearsOnce whether it forgets it before it boots
 * @param readsCustom whether it takes what stands in custom.cfg beside it (41_custom)
 * @param readsEntryFiles whether it takes entries of the Boot Loader Specification (the command {@code blscfg})
 */
record GrubMenu(List<Item> items, String defaultChoice, boolean knowsOnce, boolean clearsOnce,
        boolean readsCustom, boolean readsEntryFiles) {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");
    private static final Pattern LINUX = Pattern.compile("linux(16|efi)?");
    private static final String SET_DEFAULT = "default=";

    /** Something in a menu. */
    sealed interface Item {

        String title();

        /** What {@code --id} says; empty if nothing. */
        String id();
    }

    /**
     * Something to boot.
     *
     * @param kernel the kernel's file; empty where it boots something else
     * @param line where the kernel's arguments are, from 1
     * @param first where it begins
     * @param last where it ends
     * @param access who may boot it where GRUB asks for passwords: its options {@code --unrestricted} and {@code --users},
     *            ended by a blank; empty without
     */
    record Entry(String title, String id, String kernel, String arguments, int line, int first, int last,
            String access) implements Item {
    }

    /** A menu below. */
    record Submenu(String title, String id, List<Item> items) implements Item {
    }

    /** Reads a generated grub.cfg; the environment's variables are put in. */
    static GrubMenu parse(String script, GrubEnvironment environment) {
        List<Command> commands = GrubScript.parse(script);
        List<String> defaults = commands.stream().filter(command -> command.name().equals("set"))
                .flatMap(command -> command.words().stream().skip(1)).filter(word -> word.startsWith(SET_DEFAULT))
                .map(word -> word.substring(SET_DEFAULT.length())).toList();
        boolean knowsOnce = defaults.contains("${next_entry}");
        String choice = defaults.stream().filter(value -> !value.contains("next_entry")).reduce((_, later) -> later)
                .orElse("0");
        boolean clearsOnce = commands.stream().map(Command::words).anyMatch(List.of("save_env", "next_entry")::equals);
        boolean custom = commands.stream().map(Command::words)
                .anyMatch(List.of("source", "${config_directory}/custom.cfg")::equals);
        boolean blscfg = commands.stream().anyMatch(command -> command.name().equals("blscfg"));
        return new GrubMenu(new Reader(commands, environment).menu(), choice, knowsOnce, clearsOnce, custom, blscfg);
    }

    /** Which entry a choice means; the first where it means none (get_entry_number, grub-core/normal/menu.c). */
    Optional<Entry> chosen(String choice) {
        return find(items, choice);
    }

    /** The entry of an id, where it stands in no menu below. */
    Optional<Entry> withId(String id) {
        return items.stream().filter(item -> item.id().equals(id)).filter(Entry.class::isInstance)
                .map(Entry.class::cast).findFirst();
    }

    private static Optional<Entry> find(List<Item> menu, String choice) {
        int arrow = choice.indexOf('>');
        String here = arrow < 0 ? choice : choice.substring(0, arrow);
        String rest = arrow < 0 ? "" : choice.substring(arrow + 1);
        Optional<Item> found = NUMBER.matcher(here).matches()
                ? menu.stream().skip(Integer.parseInt(here)).findFirst()
                : menu.stream().filter(item -> item.id().equals(here) || item.title().equals(here)).findFirst();
        return found.or(() -> menu.stream().findFirst()).flatMap(item -> switch (item) {
            case Entry entry -> Optional.of(entry);
            case Submenu submenu -> find(submenu.items(), rest);
        });
    }

    /** Builds the tree of menus. */
    private static final class Reader {

        private final List<Command> commands;
        private final GrubEnvironment environment;
        private int next;

        Reader(List<Command> commands, GrubEnvironment environment) {
            this.commands = commands;
            this.environment = environment;
        }

        /** What is in the menu up to its closing brace, which is taken too. */
        List<Item> menu() {
            List<Item> items = new ArrayList<>();
            while (next < commands.size()) {
                Command command = commands.get(next++);
                if (command.closesBlock()) {
                    return items;
                }
                if (command.opensBlock()) {
                    switch (command.name()) {
                        case "menuentry" -> items.add(entry(command));
                        case "submenu" -> items.add(new Submenu(title(command), id(command), menu()));
                        default -> skipBlock();
                    }
                }
            }
            return items;
        }

        private Entry entry(Command opening) {
            String kernel = "";
            String arguments = "";
            int line = opening.line();
            int last = line;
            while (next < commands.size()) {
                Command command = commands.get(next++);
                last = command.line();
                if (command.closesBlock()) {
                    break;
                }
                if (command.opensBlock()) {
                    skipBlock();
                } else if (LINUX.matcher(command.name()).matches() && command.words().size() > 1) {
                    kernel = environment.expand(command.words().get(1));
                    arguments = environment.expand(String.join(" ", command.words().subList(2,
                            command.words().size())));
                    line = command.line();
                }
            }
            return new Entry(title(opening), id(opening), kernel, arguments, line, opening.line(), last,
                    access(opening));
        }

        private static String access(Command opening) {
            List<String> words = opening.words();
            int users = words.indexOf("--users");
            return (words.contains("--unrestricted") ? "--unrestricted " : "")
                    + (users < 0 ? "" : "--users '%s' ".formatted(words.get(users + 1)));
        }

        private void skipBlock() {
            menu();
        }

        private static String title(Command opening) {
            return opening.words().get(1);
        }

        /** {@code $menuentry_id_option} is {@code --id} where GRUB knows that option (00_header). */
        private static String id(Command opening) {
            List<String> words = opening.words();
            for (int i = 0; i < words.size() - 1; i++) {
                if (words.get(i).equals("$menuentry_id_option") || words.get(i).equals("--id")) {
                    return words.get(i + 1);
                }
            }
            return "";
        }
    }
}
