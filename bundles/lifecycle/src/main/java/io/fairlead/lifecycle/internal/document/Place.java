package io.fairlead.lifecycle.internal.document;

import io.fairlead.api.lifecycle.Fault;
import java.util.Comparator;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Where something stands in a text.
 *
 * @param line from 1
 * @param column from 1, in characters
 */
public record Place(int line, int column) implements Comparable<Place> {

    static final Place START = new Place(1, 1);

    static Place of(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }

    static Place of(Event event) {
        return event.getStartMark().map(Place::of).orElse(START);
    }

    Fault fault(String message) {
        return new Fault(line, column, message);
    }

    @Override
    public int compareTo(Place other) {
        return Comparator.comparingInt(Place::line).thenComparingInt(Place::column).compare(this, other);
    }
}
