"""NewsML-G2 news items (standard version 2.35, conformance power)."""

from xml.sax.saxutils import escape

from sample.news import Item


def document(item: Item) -> bytes:
    """One ``newsItem`` with its text as inline XHTML."""
    stamp = item.published.isoformat()
    body = "\n".join(f"          <p>{escape(text)}</p>" for text in item.paragraphs)
    agency = escape(item.agency or item.outlet.name)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" \
guid="urn:newsml:{item.outlet.site}:{item.published:%Y%m%d}:{item.slug}" version="1" \
standard="NewsML-G2" standardversion="2.35" conformance="power" xml:lang="{item.language}">
  <catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_38.xml"/>
  <rightsInfo>
    <copyrightHolder literal="{item.outlet.site}">
      <name>{escape(item.outlet.name)}</name>
    </copyrightHolder>
    <usageTerms>Invented sample text. Free to use.</usageTerms>
  </rightsInfo>
  <itemMeta>
    <itemClass qcode="ninat:text"/>
    <provider literal="{item.outlet.site}">
      <name>{escape(item.outlet.name)}</name>
    </provider>
    <versionCreated>{stamp}</versionCreated>
    <firstCreated>{stamp}</firstCreated>
    <pubStatus qcode="stat:usable"/>
  </itemMeta>
  <contentMeta>
    <urgency>3</urgency>
    <contentCreated>{stamp}</contentCreated>
    <contentModified>{item.modified.isoformat()}</contentModified>
    <located literal="{escape(item.place)}">
      <name>{escape(item.place)}</name>
    </located>
    <creator literal="author">
      <name>{escape(item.byline)}</name>
    </creator>
    <infoSource literal="agency">
      <name>{agency}</name>
    </infoSource>
    <language tag="{item.language}"/>
    <headline>{escape(item.title)}</headline>
    <by>{escape(item.byline)}</by>
    <dateline>{escape(item.place)}, {item.published:%d.%m.%Y}</dateline>
  </contentMeta>
  <contentSet>
    <inlineXML contenttype="application/xhtml+xml">
      <html xmlns="http://www.w3.org/1999/xhtml">
        <head>
          <title>{escape(item.title)}</title>
        </head>
        <body>
{body}
        </body>
      </html>
    </inlineXML>
  </contentSet>
</newsItem>
""".encode()
