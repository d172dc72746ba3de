import type { Font } from 'fontkit';
import PDFDocument from 'pdfkit';
import { firstFont, printed } from './fonts.server.ts';

export type DocumentFacts = { title: string; author: string; subject: string; keywords: string; at: Date };

/**
 * An empty A4 landscape document with the metadata of PDF/A-3a and PDF/UA-1: tagged, Vietnamese, its title shown, its
 * colours defined. Its identity and dates come from `at` alone, so that equal contents are equal bytes.
 */
export class CertificateDocument extends PDFDocument {
  constructor({ title, author, subject, keywords, at }: DocumentFacts) {
    super({
      size: 'A4',
      layout: 'landscape',
      margin: 0,
      pdfVersion: '1.7',
      subset: 'PDF/A-3a',
      tagged: true,
      lang: 'vi-VN',
      displayTitle: true,
      font: asSource(firstFont('regular')),
      info: {
        Title: printed(title),
        Author: printed(author),
        Subject: printed(subject),
        Keywords: keywords,
        Creator: 'Trúc',
        Producer: 'PDFKit',
        CreationDate: at,
        ModDate: at,
      },
    });
    this.appendXML(UNIVERSAL_ACCESS);
  }

  /** PDFKit writes the Info dictionary first and then copies the same strings into XMP without escaping them as XML. */
  override endMetadata(): void {
    const plain = this.info;
    this.info = Object.fromEntries(
      Object.entries(plain).map(([key, value]) => [key, typeof value === 'string' ? escapeXml(value) : value]),
    );
    super.endMetadata();
    this.info = plain;
  }
}

/** PDFKit takes a parsed font wherever it takes a file; its types do not say so yet. */
export function asSource(font: Font): string {
  return font as unknown as string;
}

function escapeXml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** PDFKit names one standard per document; this names PDF/UA-1 beside PDF/A, with the schema that PDF/A asks for. */
const UNIVERSAL_ACCESS = `
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
      <pdfaProperty:name>part</pdfaProperty:name>
      <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
      <pdfaProperty:category>internal</pdfaProperty:category>
      <pdfaProperty:description>Part of ISO 14289 to which the document conforms</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
  </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>`;
