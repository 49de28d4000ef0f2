package io.github.binlogcapturer;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.github.binlogcapturer.cluster.BaikalCluster;
import io.github.binlogcapturer.spi.CaptureClock;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The arrows between packages. Each rule's reason tells what to do where it is broken. */
@AnalyzeClasses(packages = "io.github.binlogcapturer", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.github.binlogcapturer";
    private static final String EVENT = ROOT + ".event";
    private static final String ERROR = ROOT + ".error";
    private static final String SPI = ROOT + ".spi";
    private static final String INTERNAL = ROOT + ".internal..";
    private static final String PIPELINE = ROOT + ".internal.pipeline..";
    private static final String MERGE = ROOT + ".internal.merge";
    private static final String[] PURE = {MERGE, ROOT + ".internal.store", ROOT + ".internal.conflict"};
    private static final String CLUSTER = ROOT + ".cluster";
    private static final DescribedPredicate<JavaClass> OURS = resideInAPackage(ROOT + "..");

    /** How many public types a package may show where two do not suffice. Lower a number when you can; raise none. */
    private static final Map<String, Integer> DOORS =
            Map.of(MERGE, 4, ROOT + ".internal.conflict", 4, ROOT + ".internal.decode", 3, ROOT + ".internal.meta", 5);

    @ArchTest
    static final ArchRule EVENTS_STAND_ALONE = noClasses()
            .that()
            .resideInAPackage(EVENT)
            .should()
            .dependOnClassesThat(ours(EVENT))
            .because("events are values that anybody may hold; give them what they need as a parameter");

    @ArchTest
    static final ArchRule ERRORS_STAND_ALONE = noClasses()
            .that()
            .resideInAPackage(ERROR)
            .should()
            .dependOnClassesThat(ours(ERROR))
            .because(
                    "errors are told in terms of the JDK; put the facts into fields and message where they are thrown");

    @ArchTest
    static final ArchRule SPI_KNOWS_EVENTS_AND_ERRORS = noClasses()
            .that()
            .resideInAPackage(SPI)
            .should()
            .dependOnClassesThat(ours(SPI, EVENT, ERROR))
            .because("whoever implements the SPI must not need the API; move what is shared to event or spi");

    @ArchTest
    static final ArchRule API_KNOWS_NO_INTERNALS = noClasses()
            .that(not(insideOf(BinlogCapturerBuilder.class)).and(resideInAPackage(ROOT)))
            .should()
            .dependOnClassesThat(ours(ROOT, EVENT, ERROR, SPI))
            .because("the API is interfaces and values; let BinlogCapturerBuilder hand in what is internal");

    @ArchTest
    static final ArchRule BUILDER_AND_CLUSTER_ARE_THE_DOORS_INWARDS = noClasses()
            .that(not(doorInwards()).and(not(resideInAPackage(INTERNAL))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(INTERNAL)
            .because(
                    "users must not come to depend on internals; make it part of the API, or let the builder compose it."
                            + " BaikalCluster opens what tools ask of a cluster, which is no part of a capture");

    @ArchTest
    static final ArchRule PIPELINE_IS_ON_TOP = noClasses()
            .that()
            .resideInAPackage(INTERNAL)
            .and()
            .resideOutsideOfPackage(PIPELINE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(PIPELINE)
            .because("the pipeline composes the stages; hand a stage what it needs through its constructor");

    @ArchTest
    static final ArchRule MERGE_KNOWS_VALUES_ONLY = noClasses()
            .that()
            .resideInAPackage(MERGE)
            .should()
            .dependOnClassesThat(ours(MERGE, SPI, EVENT, ERROR))
            .because("merging is an algorithm over tokens; extend MergeToken where it is to carry more");

    @ArchTest
    static final ArchRule ALGORITHMS_DO_NO_IO = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io..", "java.nio..", "java.net..", "io.grpc..", "com.google.protobuf..", ROOT + ".protocol..")
            .because("merge, store and conflict are tested without a cluster; do I/O in a stage around them");

    @ArchTest
    static final ArchRule ALGORITHMS_START_NO_THREADS = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat(
                    type(Thread.class).or(type(Executors.class)).or(JavaClass.Predicates.assignableTo(Executor.class)))
            .because("threads are added from outside; offer a step that the pipeline calls in its loop");

    @ArchTest
    static final ArchRule ALGORITHMS_HAVE_NO_CLOCK = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat(type(Clock.class).or(type(Instant.class)).or(type(CaptureClock.class)))
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("the same input must give the same output; take a time as a parameter");

    @ArchTest
    static final ArchRule TIME_COMES_FROM_THE_CLOCK = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(SPI + ".SystemClock")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .because("tests set the time; take it from the CaptureClock that the builder hands in");

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLES = slices().assignedFrom(new EachPackage())
            .should()
            .beFreeOfCycles()
            .ignoreDependency(doorInwards(), alwaysTrue())
            .because("a cycle makes two packages one; move the shared type to the lower of them, or invert the call"
                    + " through an interface. The doors inwards alone look both ways");

    @ArchTest
    static final ArchRule API_SHOWS_NO_WIRE_TYPES = noClasses()
            .that()
            .resideInAnyPackage(ROOT, EVENT, ERROR, SPI, CLUSTER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.protobuf..", "io.grpc..", ROOT + ".protocol..")
            .because(
                    "users must be free to choose their versions of protobuf and gRPC; translate at internal's border");

    @ArchTest
    static final ArchRule INTERNAL_PACKAGES_HAVE_FEW_DOORS = classes()
            .that()
            .resideInAPackage(INTERNAL)
            .and()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .should(new FewDoors())
            .because("what is public is used from elsewhere and hard to change; make it package-private, or find"
                    + " the second concept in the package");

    private static DescribedPredicate<JavaClass> ours(String... allowed) {
        return OURS.and(not(resideInAnyPackage(allowed)));
    }

    private static DescribedPredicate<JavaClass> doorInwards() {
        return insideOf(BinlogCapturerBuilder.class).or(insideOf(BaikalCluster.class));
    }

    private static DescribedPredicate<JavaClass> insideOf(Class<?> outer) {
        return DescribedPredicate.describe(
                "inside of " + outer.getSimpleName(),
                type -> type.getName().equals(outer.getName()) || type.getName().startsWith(outer.getName() + "$"));
    }

    private static final class EachPackage implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return OURS.test(type) ? SliceIdentifier.of(type.getPackageName()) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "each package";
        }
    }

    private static final class FewDoors extends ArchCondition<JavaClass> {

        private final Map<String, List<String>> doors = new TreeMap<>();

        FewDoors() {
            super("be one of two in its package, or of as many as DOORS says");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            doors.computeIfAbsent(type.getPackageName(), unseen -> new ArrayList<>())
                    .add(type.getSimpleName());
        }

        @Override
        public void finish(ConditionEvents events) {
            doors.forEach((name, types) -> {
                boolean few = types.size() <= DOORS.getOrDefault(name, 2);
                events.add(new SimpleConditionEvent(name, few, name + " shows " + types));
            });
        }
    }
}
