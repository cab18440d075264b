package org.escalatesim.sweep;

import java.util.List;
import java.util.Map;
import org.escalatesim.config.InputException;
import org.escalatesim.config.Names;
import org.escalatesim.trace.WeightForm;
import org.escalatesim.workloads.network.Network;
import org.escalatesim.workloads.network.NetworkOptions;
import org.escalatesim.workloads.network.Networks;

/** A network with synthetic data. */
final class NetworkWork implements Work {
    private final String file;
    private final Network network;

    /** A bundled name or a file; throws {@link InputException}. */
    NetworkWork(String file) {
        this.file = file;
        network = Networks.network(file);
        if (!Names.isWord(network.name())) {
            throw new InputException(file + ": name must be " + Names.WORD + ", not '" + network.name() + "'");
        }
    }

    @Override
    public String label() {
        return network.name();
    }

    @Override
    public long denseMacs() {
        return network.denseMacs();
    }

    @Override
    public List<Integer> images() {
        return List.of();
    }

    @Override
    public boolean has(String option) {
        return NetworkOptions.paths().contains(Sweep.WORKLOAD + option);
    }

    @Override
    public void check(String option, String value) {
        NetworkOptions options = NetworkOptions.DEFAULTS.set(option, value);
        if (option.equals("profile")) {
            Networks.profile(network, options);
        }
    }

    @Override
    public Prepared prepare(Integer image, Long seed, Map<String, String> given, List<WeightForm> forms) {
        NetworkOptions options = NetworkOptions.DEFAULTS.withSeed(seed);
        for (Map.Entry<String, String> option : given.entrySet()) {
            options = options.set(option.getKey(), option.getValue());
        }
        options = options.forMachine(forms);
        // Here rather than when the points run: what does not fit should end the sweep before it begins.
        Networks.profile(network, options);
        NetworkOptions chosen = options;
        return new Prepared(
                "network",
                network.name(),
                seed,
                options.describe(),
                List.of(),
                Hash.of(Networks.text(file, options)),
                () -> Networks.load(file, chosen));
    }
}
