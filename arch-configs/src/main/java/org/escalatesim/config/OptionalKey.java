package org.escalatesim.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record component whose key may be left out of a YAML file: the component is then null, or empty for a list or
 * a map. Not for primitive components, which have no value to stand for "left out". See {@link YamlReader}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface OptionalKey {}
