namespace Broker.Briefings;

/// <summary>The page's one stylesheet; whole numbers only, contrast of text at least 4.5 to 1.</summary>
internal static class BriefingStyle
{
    /// <summary>Trusted markup: a literal of this assembly.</summary>
    public static readonly Html Sheet = new Html().Add($$$"""
        :root{--ink:#1c2430;--soft:#525c69;--line:#d9d5cb;--paper:#fff;--deep:#16466f;--bar:#7ea6c9}
        *{box-sizing:border-box}
        html{background:#efece5;-webkit-text-size-adjust:100%}
        body{margin:0 auto;max-width:62rem;background:var(--paper);color:var(--ink);font:100%/150% system-ui,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue","Liberation Sans",Arial,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:break-word}
        header,main,footer{padding:0 6%}
        .mark{background:#000;color:#fff;padding:9px 6%;font-size:88%}
        .tlp{margin-right:9px;letter-spacing:1px;white-space:nowrap}
        .red{color:#ff2b2b}.amber{color:#ffc000}.green{color:#33ff00}.clear{color:#fff}
        header{padding-top:42px;padding-bottom:6px}
        time,.keep{white-space:nowrap}
        .eyebrow{margin:0;color:var(--soft);font-size:82%;letter-spacing:1px;text-transform:uppercase}
        h1,h2{font-family:Charter,"Bitstream Charter","Sitka Text",Cambria,Georgia,"Liberation Serif",serif;font-weight:600;color:#101822}
        h1{margin:4px 0 0;font-size:275%;line-height:112%;letter-spacing:-1px}
        .period{margin:6px 0 0;font-size:113%;color:var(--soft)}
        .meta{display:flex;flex-wrap:wrap;gap:12px 34px;margin:24px 0 0;padding:14px 0;border-top:1px solid var(--line);border-bottom:1px solid var(--line)}
        .meta dt,.proof dt{color:var(--soft);font-size:80%}
        .meta dd{margin:0}
        section{margin:38px 0}
        h2{margin:0 0 12px;font-size:150%;line-height:125%}
        h3{margin:22px 0 6px;font-size:106%;color:#101822}
        ul{padding-left:20px}
        li+li{margin-top:6px}
        .highlights{margin:0;padding:0;list-style:none;font-size:106%}
        .highlights li{padding-left:16px;border-left:3px solid var(--bar)}
        .highlights li:first-child{border-color:var(--deep);font-size:113%}
        .highlights li+li{margin-top:10px}
        .alerts{margin:0;padding:0;list-style:none}
        .alerts li,.pattern{margin:0;padding-left:16px;border-left:3px solid var(--deep)}
        .alerts li+li{margin-top:10px}
        .caution{margin:16px 0 0;color:var(--soft);font-size:92%}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(144px,1fr));gap:1px;margin:0;padding:0;list-style:none}
        .figures li{margin:0;box-shadow:0 0 0 1px var(--line);padding:20px 14px 16px;background:var(--paper)}
        .figures p{margin:0}
        .value{font-family:Charter,"Bitstream Charter","Sitka Text",Cambria,Georgia,"Liberation Serif",serif;color:var(--deep);line-height:110%}
        .value strong{font-size:250%;font-weight:600}
        .value.words{padding:7px 0;font-size:120%;color:var(--soft);font-style:italic;line-height:125%}
        .range{font-weight:600;font-size:90%}
        .figures .label{margin-top:6px;color:var(--soft);font-size:85%;line-height:140%}
        figure{margin:0}
        figcaption{margin-top:8px;color:var(--soft);font-size:85%;line-height:145%}
        svg{display:block;width:100%;height:auto}
        .map{max-width:46rem;margin:0 auto}
        .area{stroke:#fff;stroke-width:1}
        .area.none{fill:url(#hatch);stroke:#8d8778}
        .c0{fill:#123f66}.c1{fill:#2f6c9f}.c2{fill:#6a9fca}.c3{fill:#a6c8e4}.c4{fill:#d5e5f2}
        .letter{font:700 20px system-ui,"Noto Sans","Liberation Sans",Arial,sans-serif;text-anchor:middle;fill:#101822;stroke:#fff;stroke-width:5;stroke-linejoin:round;paint-order:stroke}
        .leader{stroke:#101822;stroke-width:1;fill:none}
        .dot{stroke:#101822;stroke-width:2}
        .legend{display:flex;flex-wrap:wrap;gap:6px 20px;margin:10px 0 26px;padding:0;list-style:none;font-size:85%}
        .legend li{display:flex;align-items:center;gap:7px;margin:0}
        .legend svg{width:24px;height:16px;border:1px solid #8d8778}
        .pair{display:grid;gap:26px;align-items:start}
        .pair+table{margin-top:24px}
        .chart{max-width:31rem}
        .chart .name{font-size:13px;fill:var(--ink);stroke:#fff;stroke-width:3;paint-order:stroke}
        .chart .tick{font-size:11px;fill:var(--soft)}
        .bar{fill:var(--bar)}
        .whisker{fill:none;stroke:#101822;stroke-width:2}
        .grid{stroke:#e6e3dc}.base{stroke:#525c69}
        table{width:100%;border-collapse:collapse;font-size:92%}
        caption{padding-bottom:6px;text-align:left;color:var(--soft);font-size:93%}
        th,td{padding:6px 8px 6px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
        thead th{color:var(--soft);font-size:88%;font-weight:600;border-bottom:2px solid var(--soft)}
        tbody th{font-weight:600}
        .key{width:36px;font-weight:700;color:var(--deep)}
        .quiet th,.quiet td{font-weight:400;color:var(--soft)}
        .quiet td{font-style:italic}
        .empty{margin:0;padding:16px;background:#f6f4ef;color:var(--soft)}
        .notes li+li{margin-top:9px}
        pre{margin:0 0 16px;padding:12px 14px;background:#f6f4ef;white-space:pre-wrap;overflow-wrap:anywhere}
        code{font:88%/150% ui-monospace,"Cascadia Mono",Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
        .proof div{padding:7px 0;border-top:1px solid var(--line)}
        .proof dd{margin:0}
        footer{padding-bottom:20px;color:var(--soft);font-size:85%}
        @media (min-width:30em){.whole{white-space:nowrap}}
        @media (min-width:52em){.figures{grid-template-columns:none;grid-auto-flow:column;grid-auto-columns:1fr}.pair{grid-template-columns:1fr 1fr}.proof div{display:grid;grid-template-columns:13rem 1fr}}
        @page{size:A4;margin:20mm 16mm 18mm;@top-center{font:700 10pt sans-serif}@bottom-left{font:700 8pt sans-serif}@bottom-center{font:8pt monospace}@bottom-right{content:"page " counter(page) " of " counter(pages);font:8pt sans-serif}}
        @media print{.figures{grid-template-columns:none;grid-auto-flow:column;grid-auto-columns:1fr}.figures li{padding:10px 8px}.value strong{font-size:200%}html,body{background:none;font-size:10pt}body{max-width:none}header,main,footer{padding:0}header{padding-top:12px}section{margin:22px 0}.mark{print-color-adjust:exact;-webkit-print-color-adjust:exact;padding:7px 12px}svg,.figures,.figures li{print-color-adjust:exact;-webkit-print-color-adjust:exact}.map{max-width:125mm}h2,h3{break-after:avoid}figure,tr,.figures,.mark,pre,li{break-inside:avoid}.pair{grid-template-columns:1fr 1fr}}

        """);
}
