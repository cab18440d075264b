package org.escalatesim.cli;

import java.util.List;
import java.util.Map;
import org.escalatesim.config.LoadedMachine;
import org.escalatesim.machine.Accelerator;
import org.escalatesim.machine.Action;
import org.escalatesim.machine.Activity;
import org.escalatesim.machine.CycleLedger;
import org.escalatesim.machine.LayerRun;
import org.escalatesim.machine.MachineSpec;
import org.escalatesim.machine.MemoryInstance;
import org.escalatesim.machine.UnitCount;
import org.escalatesim.tensor.ConvShape;
import org.escalatesim.trace.LayerTrace;
import org.escalatesim.trace.WeightForm;

/** A machine of 16 multipliers that takes one cycle per dense MAC and is never late. */
class FakeMachine implements Accelerator, MachineSpec {
    private final List<WeightForm> forms;

    /** One that runs decomposed weights. */
    FakeMachine() {
        this(List.of(WeightForm.DECOMPOSED));
    }

    private FakeMachine(List<WeightForm> forms) {
        this.forms = forms;
    }

    /** One that runs decomposed weights. */
    static LoadedMachine loaded() {
        return loaded(WeightForm.DECOMPOSED);
    }

    /** One that runs these forms of weights. */
    static LoadedMachine loaded(WeightForm... forms) {
        return loaded(new FakeMachine(List.of(forms)), Map.of("machine", "fake"));
    }

    static LoadedMachine loaded(FakeMachine machine, Map<String, Object> resolved) {
        return new LoadedMachine(machine, resolved, Map.of(), List.of());
    }

    @Override
    public MachineSpec spec() {
        return this;
    }

    @Override
    public LayerRun run(LayerTrace layer, boolean values) {
        ConvShape shape = layer.shape();
        long cycles = shape.denseMacs();
        CycleLedger ledger = new CycleLedger();
        ledger.add("pe", "pe0", new long[] {cycles, 0, 0, 0, 0, 0});
        Activity activity = new Activity();
        activity.add("pe", Action.MULTIPLY, 8, 8, cycles);
        return new LayerRun(
                layer.name(),
                shape,
                "one by one",
                cycles,
                cycles,
                0,
                layer.input().nonZeros(),
                0,
                ledger,
                activity,
                Map.of(),
                null);
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public int clockMhz() {
        return 100;
    }

    @Override
    public int multipliers() {
        return 16;
    }

    @Override
    public int idealDenseMultipliers() {
        return 16;
    }

    @Override
    public List<MemoryInstance> memories() {
        return List.of(new MemoryInstance("buffer", 1024, 1));
    }

    @Override
    public List<WeightForm> weightForms() {
        return forms;
    }

    @Override
    public List<UnitCount> arithmetic() {
        return List.of(new UnitCount("pe", Action.MULTIPLY, 8, 8, 16));
    }

    @Override
    public List<UnitCount> logic() {
        return List.of();
    }

    @Override
    public MachineSpec withTotalSram(long bytes) {
        return this;
    }

    @Override
    public Accelerator build() {
        return this;
    }
}
