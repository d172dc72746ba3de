import 'pdfkit';

/** What PDFKit 0.20 takes and its published types leave out. */
declare global {
  namespace PDFKit.Mixins {
    interface StructureElementOptions {
      bbox?: [left: number, top: number, right: number, bottom: number];
      placement?: 'Block' | 'Inline';
    }
    interface AnnotationOption {
      structParent?: PDFStructureElement;
    }
  }
}
