package org.escalatesim.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.escalatesim.config.InputException;
import org.escalatesim.config.LoadedMachine;
import org.escalatesim.config.Machines;
import org.escalatesim.config.Names;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.workloads.folder.TraceOptions;
import org.escalatesim.workloads.network.NetworkOptions;
import picocli.CommandLine.Option;

/** Which machines are compared, with which changes, each on which form of the network. */
final class CompareOptions {
    private static final String FORM = MachineOptions.WORKLOAD_PREFIX + "form=";

    @Option(
            names = "--machines",
            paramLabel = "[LABEL=]NAME|FILE",
            required = true,
            split = ",",
            description = "The machines: bundled names or YAML files, separated by commas. LABEL= calls one by another"
                    + " name (small=tile8), so that it can be compared with itself.")
    List<String> machines = new ArrayList<>();

    @Option(
            names = "--over",
            paramLabel = "LABEL",
            description = "The machine that speedups and all other ratios are over (default: the first that runs dense"
                    + " weights, else the first).")
    String over;

    @Option(
            names = "--set",
            paramLabel = "[LABEL:]PATH=VALUE",
            description =
                    "Change one field of every machine (dram.bytes_per_cycle=64), of one (tile8:ring.slots=16), of"
                            + " what runs on all (workload.PATH=VALUE) or on one (tile8:workload.m=5). Repeatable.")
    List<String> sets = new ArrayList<>();

    @Option(
            names = "--as-published",
            description = "Compare although clock, DRAM or data width differ, and print every difference.")
    boolean asPublished;

    @Option(
            names = "--sram",
            paramLabel = "BYTES|none",
            description =
                    "Total SRAM of every machine in the comparison at equal SRAM (default: that of the machine with"
                            + " most; none: no such comparison).")
    String sram;

    private record Entry(String label, String file) {}

    /** A change without the name in front of it; label null where it is for all. */
    private record Change(String label, String set) {
        boolean work() {
            return set.startsWith(MachineOptions.WORKLOAD_PREFIX);
        }

        boolean holdsFor(Entry entry) {
            return label == null || label.equals(entry.label());
        }
    }

    /** The machines in the order given, each with its job; machines that run one form of one trace share theirs. */
    List<Contender> contenders(WorkOptions all) {
        List<Entry> entries = entries();
        List<Change> changes = changes(entries);
        Set<Change> taken = new HashSet<>();
        List<String> labels = entries.stream().map(Entry::label).toList();
        Map<List<String>, Job> jobs = new HashMap<>();
        List<Contender> contenders = new ArrayList<>();
        for (Entry entry : entries) {
            List<Change> own =
                    changes.stream().filter(change -> change.holdsFor(entry)).toList();
            LoadedMachine machine = open(
                    entry,
                    own.stream()
                            .filter(change -> !change.work())
                            .map(Change::set)
                            .toList());
            WorkOptions work = all.of(entry.label(), labels);
            List<WeightForm> forms = work.forms(machine.spec().weightForms());
            WeightForm form = form(entry, forms, own, work.masks());
            // Grouped layers take the options of the form that their branches are in.
            WeightForm runs = form == WeightForm.GROUPED ? TraceOptions.branchForm(forms) : form;
            List<String> workSets = new ArrayList<>(List.of(FORM + form.word()));
            for (Change change : own) {
                // What is meant for all is left to those that know it; what is meant for one machine it must know.
                if (change.work() && !change.set().startsWith(FORM)) {
                    if (change.label() != null || work.formHas(MachineOptions.split(List.of(change.set())), runs)) {
                        workSets.add(change.set());
                        taken.add(change);
                    }
                }
            }
            contenders.add(new Contender(entry.label(), machine, form, job(work, jobs, workSets, List.of(form, runs))));
        }
        for (Change change : changes) {
            if (change.work() && !change.set().startsWith(FORM) && !taken.contains(change)) {
                throw new InputException(
                        "--set " + change.set() + ": no form of weights that runs here has such an option" + " (forms: "
                                + forms(contenders) + ")");
            }
        }
        return contenders;
    }

    private static Job job(
            WorkOptions work, Map<List<String>, Job> jobs, List<String> workSets, List<WeightForm> forms) {
        List<String> key = new ArrayList<>(workSets);
        key.add(forms.toString());
        key.addAll(work.traces);
        Job known = jobs.get(key);
        if (known != null) {
            return known;
        }
        Job made = work.job(MachineOptions.split(workSets), forms);
        jobs.put(key, made);
        return made;
    }

    private static String forms(List<Contender> contenders) {
        return contenders.stream()
                .map(contender -> contender.form().word())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (String given : machines) {
            int equals = given.indexOf('=');
            String file = given.substring(equals + 1).strip();
            String label = equals < 0 ? null : given.substring(0, equals).strip();
            if (file.isEmpty()) {
                throw new InputException("--machines " + String.join(",", machines) + ": a name is empty");
            }
            if (label == null) {
                label = Machines.load(file, List.of()).name();
            } else if (!Names.isWord(label)) {
                throw new InputException("--machines " + given + ": a label must be " + Names.WORD);
            }
            for (Entry other : entries) {
                if (other.label().equals(label)) {
                    throw new InputException("--machines: two machines are called " + label
                            + "; give one another name, as in " + label + "-b=" + file);
                }
            }
            entries.add(new Entry(label, file));
        }
        if (entries.size() < 2) {
            throw new InputException("--machines: give at least two, separated by commas, not only "
                    + entries.get(0).label());
        }
        return entries;
    }

    private List<Change> changes(List<Entry> entries) {
        List<String> labels = entries.stream().map(Entry::label).toList();
        List<Change> changes = new ArrayList<>();
        for (String set : sets) {
            int equals = set.indexOf('=');
            int colon = (equals < 0 ? set : set.substring(0, equals)).indexOf(':');
            String label = colon < 0 ? null : set.substring(0, colon).strip();
            if (label != null && !labels.contains(label)) {
                throw new InputException("--set " + set + ": no machine is called '" + label + "'"
                        + Names.didYouMean(label, labels) + " (machines: " + String.join(", ", labels) + ")");
            }
            Change change = new Change(label, set.substring(colon + 1).strip());
            MachineOptions.checkSection(change.set());
            changes.add(change);
        }
        return changes;
    }

    private static LoadedMachine open(Entry entry, List<String> machineSets) {
        try {
            return Machines.open(entry.file(), machineSets);
        } catch (InputException e) {
            throw named(entry, e);
        }
    }

    /** The form asked for last, or else the one that the machine is meant for. */
    private static WeightForm form(Entry entry, List<WeightForm> forms, List<Change> changes, boolean masks) {
        WeightForm asked = masks ? WeightForm.UNSTRUCTURED : null;
        for (Change change : changes) {
            if (change.set().startsWith(FORM)) {
                asked = NetworkOptions.form(change.set().substring(FORM.length()));
            }
        }
        try {
            return NetworkOptions.formFor(asked, forms);
        } catch (InputException e) {
            throw named(entry, e);
        }
    }

    private static InputException named(Entry entry, InputException e) {
        return new InputException(e.problems().stream()
                .map(problem -> "machine " + entry.label() + ": " + problem)
                .toList());
    }

    /** Index of the machine that ratios are over. */
    int reference(List<Contender> contenders) {
        List<String> labels = contenders.stream().map(Contender::label).toList();
        if (over != null) {
            if (!labels.contains(over)) {
                throw new InputException("--over " + over + ": no machine is called so" + Names.didYouMean(over, labels)
                        + " (machines: " + String.join(", ", labels) + ")");
            }
            return labels.indexOf(over);
        }
        for (int i = 0; i < contenders.size(); i++) {
            if (contenders.get(i).form() == WeightForm.DENSE) {
                return i;
            }
        }
        return 0;
    }

    /** Total SRAM of the second comparison in bytes, or 0 for none. */
    long sramBytes(List<Contender> contenders) {
        if (sram == null) {
            return contenders.stream()
                    .mapToLong(contender -> contender.machine().spec().totalSram())
                    .max()
                    .orElseThrow();
        }
        if (sram.equals("none")) {
            return 0;
        }
        try {
            long bytes = Long.parseLong(sram);
            if (bytes > 0 && bytes <= 1L << 40) {
                return bytes;
            }
        } catch (NumberFormatException e) {
            throw badSram();
        }
        throw badSram();
    }

    private InputException badSram() {
        return new InputException(
                "--sram must be a number of bytes from 1 to " + (1L << 40) + ", or none, not " + sram);
    }

    /** The default folder: the network and the machines. */
    static String folder(List<Contender> contenders) {
        String[] labels = contenders.stream().map(Contender::label).toArray(String[]::new);
        return contenders.get(0).job().label() + "-" + String.join("-", Arrays.asList(labels));
    }
}
