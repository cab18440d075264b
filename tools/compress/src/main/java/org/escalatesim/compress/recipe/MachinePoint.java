package org.escalatesim.compress.recipe;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.cli.Main;
import org.escalatesim.config.InputException;

/**
 * What a machine makes of a trace folder: {@code infer} runs the graph on it image by image, each layer fed with the
 * integers that the machine made of the layer before.
 *
 * @param machine its name
 * @param images images run
 * @param cycles of all images together
 * @param energyPj of all images together, by the default energy table
 * @param agreeing images whose class is that of the float evaluation
 * @param right images whose class is the label
 */
record MachinePoint(String machine, int images, long cycles, double energyPj, int agreeing, int right) {

    /**
     * Runs images.
     *
     * @param inputs image files
     * @param floats the class of each image by the float evaluation
     * @param labels the class that each image has
     * @param out where {@code infer} writes its results
     */
    static MachinePoint run(Path trace, String machine, List<Path> inputs, int[] floats, int[] labels, Path out) {
        List<String> args = new ArrayList<>(
                List.of("infer", "--trace", trace.toString(), "--config", machine, "--out", out.toString(), "--quiet"));
        args.add("--input");
        inputs.forEach(input -> args.add(input.toString()));
        StringWriter errors = new StringWriter();
        int code =
                Main.execute(new PrintWriter(new StringWriter()), new PrintWriter(errors), args.toArray(String[]::new));
        if (code != 0) {
            throw new InputException(trace + " on " + machine + ": "
                    + errors.toString().strip().replaceFirst("^error: ", "").replace('\n', ' '));
        }
        long cycles = 0;
        double pj = 0;
        int agreeing = 0;
        int right = 0;
        int i = 0;
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(out.resolve("inference.csv"))) {
            for (NamedCsvRecord row : csv) {
                int label = Integer.parseInt(row.getField("class"));
                cycles += Long.parseLong(row.getField("cycles"));
                pj += Double.parseDouble(row.getField("energy_pj"));
                agreeing += label == floats[i] ? 1 : 0;
                right += label == labels[i] ? 1 : 0;
                i++;
            }
        } catch (IOException e) {
            throw new InputException(out + ": cannot be read (" + e.getMessage() + ")");
        }
        return new MachinePoint(machine, i, cycles, pj, agreeing, right);
    }

    /** As it is kept in a check point. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("machine", machine);
        facts.put("images", Integer.toString(images));
        facts.put("cycles", Long.toString(cycles));
        facts.put("energy_pj", Double.toString(energyPj));
        facts.put("agreeing", Integer.toString(agreeing));
        facts.put("right", Integer.toString(right));
        return facts;
    }

    /** The inverse of {@link #facts}. */
    static MachinePoint of(Map<String, String> facts) {
        return new MachinePoint(
                facts.get("machine"),
                Integer.parseInt(facts.get("images")),
                Long.parseLong(facts.get("cycles")),
                Double.parseDouble(facts.get("energy_pj")),
                Integer.parseInt(facts.get("agreeing")),
                Integer.parseInt(facts.get("right")));
    }
}
