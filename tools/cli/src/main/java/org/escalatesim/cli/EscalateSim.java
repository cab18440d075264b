package org.escalatesim.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The top of the command line; commands do the work. */
@Command(
        name = "escalate-sim",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Simulates an ESCALATE-style sparse CNN accelerator, and those it is compared with, cycle by cycle.",
        synopsisSubcommandLabel = "[COMMAND]",
        customSynopsis = {
            "escalate-sim --config tile8.yaml --net resnet50 [OPTION...]",
            "escalate-sim COMMAND [OPTION...]"
        },
        footer = {
            "",
            "Without a command, run: escalate-sim help run explains its options.",
            "Exit code: 0 done, 1 internal error (sweep: points failed; validate: a bound was missed), 2 bad input."
        },
        subcommands = {
            RunCommand.class,
            CompareCommand.class,
            InferCommand.class,
            ValidateCommand.class,
            DecomposeCommand.class,
            CompressCommand.class,
            ListCommand.class,
            RepriceCommand.class,
            AreaCommand.class,
            SweepCommand.class,
            MergeCommand.class,
            PlotCommand.class,
            HelpCommand.class
        })
final class EscalateSim {}
