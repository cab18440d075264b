package org.escalatesim.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which module may know which: one direction, no way back. */
class ArchitectureTest {
    private static final String[] SHARED = {
        "org.escalatesim.tensor..",
        "org.escalatesim.trace..",
        "org.escalatesim.machine..",
        "org.escalatesim.memory..",
        "org.escalatesim.energy..",
        "org.escalatesim.area.."
    };
    private static final String REFERENCE = "org.escalatesim.reference..";
    /** One package per machine. */
    private static final String[] MACHINES = {
        "org.escalatesim.escalate..",
        "org.escalatesim.systolic..",
        "org.escalatesim.eyeriss..",
        "org.escalatesim.scnn..",
        "org.escalatesim.sparten..",
        "org.escalatesim.lookahead.."
    };

    private static final String[] CORE = Stream.of(Stream.of(SHARED), Stream.of(REFERENCE), Stream.of(MACHINES))
            .flatMap(names -> names)
            .toArray(String[]::new);
    private static final String CONFIGS = "org.escalatesim.config..";
    private static final String WORKLOADS = "org.escalatesim.workloads..";
    private static final String REPORTS = "org.escalatesim.report..";
    private static final String SWEEP = "org.escalatesim.sweep..";
    private static final String CLI = "org.escalatesim.cli..";
    private static final String PLUGIN = "org.escalatesim.plugin..";
    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.escalatesim");
    }

    @Test
    void theCoreNeedsTheJdkAlone() {
        check(noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(withJdk(CORE)));
    }

    @Test
    void theCoreTouchesNoFilesAndPrintsNothing() {
        check(noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.net..", "java.awt.."));
        check(noClasses().that().resideInAnyPackage(CORE).should().accessField(System.class, "out"));
        check(noClasses().that().resideInAnyPackage(CORE).should().accessField(System.class, "err"));
    }

    @Test
    void configurationsKnowTheCoreAlone() {
        check(noClasses()
                .that()
                .resideInAPackage(CONFIGS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(WORKLOADS, REPORTS, CLI));
    }

    @Test
    void workloadsKnowTheCoreAndTheReaderOfConfigurations() {
        check(noClasses()
                .that()
                .resideInAPackage(WORKLOADS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(REPORTS, CLI));
    }

    @Test
    void reportsKnowTheCoreAlone() {
        check(noClasses()
                .that()
                .resideInAPackage(REPORTS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CONFIGS, WORKLOADS, CLI));
    }

    @Test
    void sweepsKnowNoCommandLine() {
        check(noClasses()
                .that()
                .resideInAPackage(SWEEP)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CLI, PLUGIN, "picocli..", "me.tongfei..", "org.apache.spark..", "org.duckdb.."));
        check(noClasses()
                .that()
                .resideInAnyPackage(CONFIGS, WORKLOADS, REPORTS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(SWEEP));
    }

    @Test
    void theSeamOfOptionalJarsKnowsNoCommand() {
        check(noClasses()
                .that()
                .resideInAPackage(PLUGIN)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CLI, SWEEP, REPORTS, WORKLOADS));
    }

    @Test
    void noMachineIsKnownToWorkloadsReportsOrTheSharedCore() {
        check(noClasses()
                .that()
                .resideInAnyPackage(WORKLOADS, REPORTS, REFERENCE)
                .or()
                .resideInAnyPackage(SHARED)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(MACHINES));
    }

    @Test
    void machinesAreStrangersToOneAnotherAndToTheReference() {
        for (String machine : MACHINES) {
            String[] others = Stream.concat(Stream.of(REFERENCE), Stream.of(MACHINES))
                    .filter(other -> !other.equals(machine))
                    .toArray(String[]::new);
            check(noClasses()
                    .that()
                    .resideInAPackage(machine)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .allowEmptyShould(true));
        }
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching("org.escalatesim.(*)..").should().beFreeOfCycles());
    }

    private static void check(ArchRule rule) {
        rule.check(classes);
    }

    private static String[] withJdk(String... packages) {
        String[] all = new String[packages.length + 1];
        System.arraycopy(packages, 0, all, 0, packages.length);
        all[packages.length] = "java..";
        return all;
    }
}
