package org.escalatesim.machine;

/** A layer that a machine cannot run; names the layer and says why. */
public final class UnsupportedLayerException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Names the layer and the reason. */
    public UnsupportedLayerException(String layer, String why) {
        super("layer " + layer + " cannot run on this machine: " + why);
    }
}
