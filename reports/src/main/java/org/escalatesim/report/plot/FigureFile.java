package org.escalatesim.report.plot;

import de.erichseifert.vectorgraphics2d.Document;
import de.erichseifert.vectorgraphics2d.Processors;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.escalatesim.report.ResultException;
import org.escalatesim.report.Target;

/**
 * A figure as a file: PNG , SVG or PDF by its extension, with the command that made it. Equal figures
 * give equal bytes. In PDF files text is outlines, so that they need no font where they are read.
 */
public final class FigureFile {
    /** What {@code --out} may end with. */
    public static final List<String> EXTENSIONS = List.of("png", "svg", "pdf");

    private static final double POINTS_PER_INCH = 72;
    private static final double METRES_PER_INCH = 0.0254;

    private final Figure figure;
    private final double width;
    private final double height;
    private final int dotsPerInch;
    private final Page painter;
    private final String program;
    private final String command;

    /**
     * Lays a figure out.
     *
     * @param width of the page in inches
     * @param height of the page in inches, or 0 for what suits the figure
     * @param dotsPerInch of a PNG file
     * @param program name and version of this program
     * @param command the command line that makes this figure
     * @throws ResultException if no font is there, or the page is too small
     */
    public FigureFile(Figure figure, double width, double height, int dotsPerInch, String program, String command) {
        this.figure = figure;
        this.dotsPerInch = dotsPerInch;
        this.program = program;
        this.command = command;
        this.width = width * POINTS_PER_INCH;
        painter = new Page(figure, Fonts.serif(), this.width, height * POINTS_PER_INCH);
        this.height = height == 0 ? painter.height() : height * POINTS_PER_INCH;
    }

    /** The extension of a file's name, in small letters; empty if it has none. */
    public static String extension(Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /**
     * Writes the file in one step: it is there whole or as it was before.
     *
     * @throws ResultException if it cannot be written
     */
    public void write(Path file) {
        Path target = Target.file("--out", file);
        byte[] bytes = bytes(extension(file));
        Path temporary = Target.temporary(target);
        try {
            try {
                Files.write(temporary, bytes);
                Target.replace(temporary, target);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new ResultException("--out " + file + ": cannot be written (" + ResultException.why(e) + ")");
        }
    }

    /** The file's bytes; {@code extension} is one of {@link #EXTENSIONS}. */
    public byte[] bytes(String extension) {
        try {
            return switch (extension) {
                case "png" -> png();
                case "svg" -> svg();
                case "pdf" -> pdf();
                default -> throw new IllegalArgumentException("no format " + extension);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] png() throws IOException {
        double scale = dotsPerInch / POINTS_PER_INCH;
        BufferedImage image = new BufferedImage(
                (int) Math.round(width * scale), (int) Math.round(height * scale), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        // A page's edge may lie within a dot; the rest of that dot is white too.
        graphics.setColor(java.awt.Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(scale, scale);
        painter.paint(graphics, height);
        graphics.dispose();

        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null);
        IIOMetadataNode root = new IIOMetadataNode("javax_imageio_png_1.0");
        IIOMetadataNode size = new IIOMetadataNode("pHYs");
        String dots = Long.toString(Math.round(dotsPerInch / METRES_PER_INCH));
        size.setAttribute("pixelsPerUnitXAxis", dots);
        size.setAttribute("pixelsPerUnitYAxis", dots);
        size.setAttribute("unitSpecifier", "meter");
        root.appendChild(size);
        text(root, "Title", figure.title());
        text(root, "Software", program);
        text(root, "Comment", command);
        metadata.mergeTree("javax_imageio_png_1.0", root);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(new IIOImage(image, null, metadata));
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** A tEXt chunk, or iTXt where the text has letters that Latin-1 has not. */
    private static void text(IIOMetadataNode root, String keyword, String value) {
        boolean latin = StandardCharsets.ISO_8859_1.newEncoder().canEncode(value);
        IIOMetadataNode entry = new IIOMetadataNode(latin ? "tEXtEntry" : "iTXtEntry");
        entry.setAttribute("keyword", keyword);
        if (latin) {
            entry.setAttribute("value", value);
        } else {
            entry.setAttribute("compressionFlag", "FALSE");
            entry.setAttribute("compressionMethod", "0");
            entry.setAttribute("languageTag", "");
            entry.setAttribute("translatedKeyword", "");
            entry.setAttribute("text", value);
        }
        String name = latin ? "tEXt" : "iTXt";
        for (int i = 0; i < root.getLength(); i++) {
            if (root.item(i).getNodeName().equals(name)) {
                root.item(i).appendChild(entry);
                return;
            }
        }
        IIOMetadataNode chunk = new IIOMetadataNode(name);
        chunk.appendChild(entry);
        root.appendChild(chunk);
    }

    private byte[] svg() throws IOException {
        VectorGraphics2D graphics = new VectorGraphics2D();
        painter.paint(graphics, height);
        Document document =
                Processors.get("svg").getDocument(graphics.getCommands(), new PageSize(0, 0, width, height));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        document.writeTo(bytes);
        String svg = bytes.toString(StandardCharsets.UTF_8);
        int start = svg.indexOf("<svg");
        int end = svg.indexOf('>', start) + 1;
        // The library calls the size pixels, of which 96 make an inch; ours are points.
        String tag = svg.substring(start, end)
                .replaceFirst(" width=\"[^\"]*\"", " width=\"" + Numbers.text(width / POINTS_PER_INCH) + "in\"")
                .replaceFirst(" height=\"[^\"]*\"", " height=\"" + Numbers.text(height / POINTS_PER_INCH) + "in\"");
        String head =
                "<title>" + escape(figure.title()) + "</title><desc>" + escape(program + ": " + command) + "</desc>";
        return (svg.substring(0, start) + tag + head + svg.substring(end)).getBytes(StandardCharsets.UTF_8);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private byte[] pdf() throws IOException {
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage(new PDRectangle((float) width, (float) height));
            document.addPage(page);
            PdfBoxGraphics2D graphics = new PdfBoxGraphics2D(document, (float) width, (float) height);
            painter.paint(graphics, height);
            graphics.dispose();
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                content.drawForm(graphics.getXFormObject());
            }
            PDDocumentInformation information = new PDDocumentInformation();
            information.setTitle(figure.title());
            information.setCreator(program);
            information.setSubject(command);
            document.setDocumentInformation(information);
            // Without a number of its own the document gets the time as its identity.
            document.setDocumentId(1L);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        }
    }
}
