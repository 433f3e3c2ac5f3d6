package io.creel.schedulers.placement;

import io.creel.schedulers.where.Where;
import io.creel.schedulers.where.central.Central;
import io.creel.schedulers.where.hash.FlowHash;
import io.creel.schedulers.where.stealing.Stealing;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Every policy by name, for suites that run over all of them. */
public final class PlacementSuite {
    private PlacementSuite() {
    }

    /** A where with what it needs of a builder. */
    public record NamedWhere(String name, boolean conserves, UnaryOperator<PlacementBuilder> configured) {
        public PlacementBuilder configure(PlacementBuilder builder) {
            return configured.apply(builder.types(2, Drive::typeOf));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static NamedWhere conserving(String name, java.util.function.Supplier<Where> where) {
        return new NamedWhere(name, true, builder -> builder.where(where.get()));
    }

    private static NamedWhere partitioned(String name, java.util.function.Supplier<Where> where) {
        return new NamedWhere(name, false, builder -> builder.where(where.get()));
    }

    public static Stream<NamedWhere> wheres() {
        return Stream.of(
                conserving("central", Central::new),
                partitioned("hash", () -> new FlowHash(handle -> Drive.request(handle).flow())),
                conserving("stealing", Stealing::new));
    }
}
